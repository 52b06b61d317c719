/** Binary values are in base64, as on the wire. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_MessageAttributeValue.html */
export interface MessageAttribute {
  /** `String`, `Number` or `Binary`, perhaps with a label: `Number.float`. */
  readonly dataType: string
  readonly stringValue?: string
  readonly binaryValue?: string
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>

/** What SQS itself knows of a message; times are milliseconds since the epoch, everything is a string, as AWS has it. */
export interface SystemAttributes {
  readonly ApproximateReceiveCount: string
  readonly SentTimestamp: string
  readonly SenderId: string
  readonly ApproximateFirstReceiveTimestamp: string
  readonly DeadLetterQueueSourceArn?: string
  readonly AWSTraceHeader?: string
}

/** A message in the hands of one consumer until its visibility timeout ends. */
export interface ReceivedMessage {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  readonly md5OfBody: string
  readonly attributes: SystemAttributes
  readonly messageAttributes: MessageAttributes
}

/** A message as seen from outside: looking does not count as receiving. */
export interface PeekedMessage {
  readonly messageId: string
  readonly body: string
  /** Milliseconds since the epoch. */
  readonly sentTimestamp: number
  readonly receiveCount: number
  readonly state: "visible" | "inFlight" | "delayed"
  readonly messageAttributes: MessageAttributes
  readonly deadLetterSourceArn?: string
}

/** Message attributes that are plain strings. */
export function stringAttributes(values: Readonly<Record<string, string>>): MessageAttributes {
  return Object.fromEntries(
    Object.entries(values).map(([name, stringValue]) => [name, { dataType: "String", stringValue }]),
  )
}
