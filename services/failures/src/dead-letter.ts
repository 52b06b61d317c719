import { busEventSchema, type DarkroomEvent, type FailureClass, failureClassSchema } from "@darkroom/events"
import { deadLetterAttributes } from "@darkroom/lambda"
import type { SQSRecord } from "aws-lambda"

/** What is known of a message that nobody could handle. */
export interface DeadLetter {
  readonly service: string
  /** The function that gave up, by its name in stacks/. */
  readonly subscriber: string
  /** Of nobody but engineers: an event that tells of it would fail the same way. */
  readonly silent: boolean
  readonly queue: string
  /** Name of the queue that a rule could not deliver to; undefined where that is not what happened. */
  readonly target: string | undefined
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

/** Whose messages a dead-letter queue holds. */
export type DeadLetterSource = Pick<DeadLetter, "service" | "subscriber"> & { readonly silent?: boolean }

/** By the names of the dead-letter queues. */
export type DeadLetterSources = Readonly<Record<string, DeadLetterSource>>

/** Reads a dead letter however it came: from a subscriber that gave up, from SQS's redrive, or from a rule that could not deliver. */
export function readDeadLetter(record: SQSRecord, sources: DeadLetterSources): DeadLetter {
  const attributes = Object.fromEntries(
    Object.entries(record.messageAttributes).map(([name, { stringValue }]) => [name, stringValue]),
  )
  const queue = nameIn(record.eventSourceARN)
  const { service, subscriber, silent = false } = sources[queue] ?? { service: queue, subscriber: queue }
  const target = attributes["TARGET_ARN"]
  return {
    service,
    subscriber,
    silent,
    queue,
    target: target === undefined ? undefined : nameIn(target),
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

/** arn:aws:sqs:<region>:<account>:<name> */
function nameIn(arn: string): string {
  return arn.split(":").at(-1) ?? arn
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
