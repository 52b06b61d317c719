import { cloudwatchNeeds } from "./cloudwatch.ts"
import { cognitoNeeds } from "./cognito.ts"
import { dynamodbNeeds } from "./dynamodb.ts"
import { eventsNeeds } from "./events.ts"
import { iotNeeds } from "./iot.ts"
import { lambdaNeeds } from "./lambda.ts"
import type { ReadNeeds } from "./read-needs.ts"
import { rekognitionNeeds } from "./rekognition.ts"
import { s3Needs } from "./s3.ts"
import { schedulerNeeds } from "./scheduler.ts"
import { snsNeeds } from "./sns.ts"
import { sqsNeeds } from "./sqs.ts"

/** What a call to a service needs, by the service's name. A service that is not here is denied to functions. */
export const needsOf: Readonly<Record<string, ReadNeeds>> = {
  "cognito-idp": cognitoNeeds,
  dynamodb: dynamodbNeeds,
  events: eventsNeeds,
  iotdata: iotNeeds,
  lambda: lambdaNeeds,
  monitoring: cloudwatchNeeds,
  rekognition: rekognitionNeeds,
  s3: s3Needs,
  scheduler: schedulerNeeds,
  sns: snsNeeds,
  sqs: sqsNeeds,
}
