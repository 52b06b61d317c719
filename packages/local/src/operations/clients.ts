import { CloudWatchClient } from "@aws-sdk/client-cloudwatch"
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider"
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { IoTDataPlaneClient } from "@aws-sdk/client-iot-data-plane"
import { LambdaClient } from "@aws-sdk/client-lambda"
import { RekognitionClient } from "@aws-sdk/client-rekognition"
import { S3Client } from "@aws-sdk/client-s3"
import { SchedulerClient } from "@aws-sdk/client-scheduler"
import { SNSClient } from "@aws-sdk/client-sns"
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import { vi } from "vitest"
import type { ManualClock } from "../clock.ts"
import { type Engine, REGION } from "../engine.ts"

export type Clients = ReturnType<typeof clientsOf>

/** AWS's name of an operation. */
export type OperationName = string

/** What makes each operation of a service itself, by its name. Each case stands alone. */
export type Cases = Readonly<Record<OperationName, (clients: Clients) => Promise<void>>>

/** AWS's own clients of a running engine, for the owner or a function by its id. */
export function clientsOf(engine: Engine, clock: ManualClock, accessKeyId = "local") {
  const credentials = { accessKeyId, secretAccessKey: "local" }
  const config = { endpoint: engine.url, region: REGION, credentials, maxAttempts: 1 }
  const dynamodb = new DynamoDBClient(config)
  return {
    engine,
    clock,
    cloudWatch: new CloudWatchClient(config),
    cognito: new CognitoIdentityProviderClient(config),
    dynamodb,
    documents: DynamoDBDocumentClient.from(dynamodb),
    events: new EventBridgeClient(config),
    iot: new IoTDataPlaneClient(config),
    lambda: new LambdaClient(config),
    rekognition: new RekognitionClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    scheduler: new SchedulerClient(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
  }
}

export const queueUrl = ({ engine }: Pick<Clients, "engine">, name: string) => `${engine.url}/000000000000/${name}`

/** The bodies of so many messages, once they are there. */
export function received(clients: Clients, queue: string, count = 1): Promise<string[]> {
  const found: string[] = []
  const receive = new ReceiveMessageCommand({ QueueUrl: queueUrl(clients, queue), MaxNumberOfMessages: 10 })
  return vi.waitFor(
    async () => {
      const { Messages = [] } = await clients.sqs.send(receive)
      found.push(...Messages.map(({ Body = "" }) => Body))
      if (found.length < count) throw new Error(`${queue} has ${found.length} messages, and not ${count}`)
      return found
    },
    { timeout: 5_000, interval: 5 },
  )
}

/** The first message as JSON. */
export async function receivedJson(clients: Clients, queue: string): Promise<unknown> {
  const [body = "null"] = await received(clients, queue)
  return JSON.parse(body)
}
