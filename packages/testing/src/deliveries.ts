import type { DarkroomEvent } from "@darkroom/events"
import type { Context, SQSEvent, SQSRecord } from "aws-lambda"

/** An event as EventBridge delivers it. */
export function busEvent({ type, source, metadata, data, replayName }: DarkroomEvent): object {
  const envelope = {
    version: "0",
    id: metadata.id,
    "detail-type": type,
    source,
    account: "000000000000",
    time: metadata.time,
    region: "us-east-1",
  }
  return {
    ...envelope,
    resources: [],
    detail: { metadata, data },
    ...(replayName === undefined ? {} : { "replay-name": replayName }),
  }
}

export interface DeliveryOptions {
  readonly attempt?: number
  readonly messageId?: string
  readonly queueArn?: string
  readonly messageAttributes?: Readonly<Record<string, string>>
  /** When the message was sent, in milliseconds since 1970. */
  readonly sent?: number
}

/** An SQS batch of one message a body; objects become JSON. */
export function sqsBatch(bodies: readonly (object | string)[], options: DeliveryOptions = {}): SQSEvent {
  return { Records: bodies.map((body, index) => sqsRecord(body, { messageId: `message-${index}`, ...options })) }
}

export function sqsRecord(body: object | string, options: DeliveryOptions = {}): SQSRecord {
  const {
    attempt = 1,
    messageId = "message",
    queueArn = "arn:aws:sqs:us-east-1:000000000000:queue",
    messageAttributes = {},
    sent = Date.UTC(2026, 0, 1),
  } = options
  const attributes = Object.entries(messageAttributes).map(
    ([name, stringValue]) => [name, { dataType: "String", stringValue }] as const,
  )
  return {
    messageId,
    receiptHandle: `receipt-${messageId}`,
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(attempt),
      SentTimestamp: String(sent),
      SenderId: "events",
      ApproximateFirstReceiveTimestamp: "1767225600000",
    },
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: "us-east-1",
  }
}

/** A Lambda context with that much time left. */
export function lambdaContext(remainingMilliseconds = 20_000): Context {
  return {
    awsRequestId: "request",
    functionName: "test",
    getRemainingTimeInMillis: () => remainingMilliseconds,
  } as Context
}
