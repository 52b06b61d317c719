import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda"
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns"
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs"

/** More than Lambda allows in one chain. */
const ENOUGH = 20

const { TO = "" } = process.env

/** How a function makes that which invokes it happen once more. */
const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  sqs: () => new SQSClient().send(new SendMessageCommand({ QueueUrl: TO, MessageBody: "again" })),
  sns: () => new SNSClient().send(new PublishCommand({ TopicArn: TO, Message: "again" })),
  s3: () => new S3Client({ forcePathStyle: true }).send(new PutObjectCommand({ Bucket: TO, Key: "again", Body: "x" })),
  lambda: () => new LambdaClient().send(new InvokeCommand({ FunctionName: TO, InvocationType: "Event" })),
  events: () => {
    const Entries = [{ Source: TO, DetailType: "Again", Detail: "{}" }]
    return new EventBridgeClient().send(new PutEventsCommand({ Entries }))
  },
}

let invocations = 0

export async function handler(): Promise<void> {
  if (++invocations < ENOUGH) await ways[process.env["WAY"] ?? ""]?.()
}
