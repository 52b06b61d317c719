import { dynamodbNeeds } from "./dynamodb.ts"
import { eventsNeeds } from "./events.ts"
import type { ReadNeeds } from "./read-needs.ts"
import { rekognitionNeeds } from "./rekognition.ts"
import { s3Needs } from "./s3.ts"
import { snsNeeds } from "./sns.ts"
import { sqsNeeds } from "./sqs.ts"

/** What a call to a service needs, by the service's name. A service that is not here is denied to functions. */
export const needsOf: Readonly<Record<string, ReadNeeds>> = {
  dynamodb: dynamodbNeeds,
  events: eventsNeeds,
  rekognition: rekognitionNeeds,
  s3: s3Needs,
  sns: snsNeeds,
  sqs: sqsNeeds,
}
