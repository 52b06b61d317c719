import { busEventSchema, type DarkroomEvent, type FailureClass, failureClassSchema } from "@darkroom/events"
import { deadLetterAttributes } from "@darkroom/lambda"
import type { SQSRecord } from "aws-lambda"

/** What is known of a message that nobody could handle. */
export interface DeadLetter {
  readonly service: string
  readonly queue: string
  /** The message that failed: the same for two copies of one dead letter. */
  readonly messageId: string
  readonly class: FailureClass
  readonly error: { readonly name: string; readonly message: string }
  readonly ownerMessage: string | undefined
  readonly attempts: number
  readonly body: string
  /** Undefined where the message is no event of Darkroom. */
  readonly event: DarkroomEvent | undefined
}

/** Reads a dead letter however it came: from a subscriber that gave up, from SQS's redrive, or from a rule that could not deliver. */
export function readDeadLetter(record: SQSRecord, serviceOf: (queueArn: string) => string): DeadLetter {
  const attributes = Object.fromEntries(
    Object.entries(record.messageAttributes).map(([name, { stringValue }]) => [name, stringValue]),
  )
  return {
    service: serviceOf(record.eventSourceARN),
    queue: record.eventSourceARN.split(":").at(-1) ?? record.eventSourceARN,
    messageId: attributes[deadLetterAttributes.sourceMessageId] ?? record.messageId,
    class: failureClassSchema.catch("transient").parse(attributes[deadLetterAttributes.class]),
    error: errorOf(attributes),
    ownerMessage: attributes[deadLetterAttributes.ownerMessage],
    attempts: Number(
      attributes[deadLetterAttributes.attempts] ?? attributes["RETRY_ATTEMPTS"] ?? attemptsBefore(record),
    ),
    body: record.body,
    event: eventIn(record.body),
  }
}

function errorOf(attributes: Record<string, string | undefined>): DeadLetter["error"] {
  const name = attributes[deadLetterAttributes.name]
  if (name !== undefined) return { name, message: attributes[deadLetterAttributes.message] ?? "" }
  // EventBridge's own: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
  if (attributes["ERROR_CODE"]) return { name: attributes["ERROR_CODE"], message: attributes["ERROR_MESSAGE"] ?? "" }
  return {
    name: "NoAnswer",
    message: "The function was ended at every attempt (timeout, memory or crash) before it could say why",
  }
}

/** SQS moves a message on the receive after the last one that it allows. */
function attemptsBefore(record: SQSRecord): number {
  return Math.max(0, Number(record.attributes.ApproximateReceiveCount) - 1)
}

function eventIn(body: string): DarkroomEvent | undefined {
  try {
    const { data } = busEventSchema.safeParse(JSON.parse(body))
    if (data === undefined) return undefined
    const { source, "detail-type": type, "replay-name": replayName, detail } = data
    return {
      type,
      source,
      metadata: detail.metadata,
      data: detail.data,
      ...(replayName === undefined ? {} : { replayName }),
    }
  } catch {
    return undefined // not JSON: the body itself is kept
  }
}
