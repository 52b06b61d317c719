import type { ReceivedMessage } from "../aws/sqs/sqs.ts"

export type SqsRecord = ReturnType<typeof sqsRecord>

/** A message as Lambda hands it to a function. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
export function sqsRecord(message: ReceivedMessage, queueArn: string, region: string) {
  const attributes = Object.entries(message.messageAttributes).map(([name, value]) => [
    name,
    { ...value, stringListValues: [], binaryListValues: [] },
  ])
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: { ...message.attributes },
    messageAttributes: Object.fromEntries(attributes) as Record<string, object>,
    md5OfBody: message.md5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: region,
  }
}
