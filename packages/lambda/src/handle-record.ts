import { busEventSchema, type DarkroomEvent, MalformedEvent } from "@darkroom/events"
import { MetricUnit } from "@aws-lambda-powertools/metrics"
import type { Context, SQSRecord } from "aws-lambda"
import { backoffSeconds } from "./backoff.ts"
import { classify, isRetryable } from "./classify.ts"
import type { Runtime } from "./runtime.ts"
import type { Emitted, Subscription, Work } from "./subscriber.ts"

/** What there is to do for a message. Throws MalformedEvent. */
export type ReadRecord = (record: SQSRecord, runtime: Runtime) => Promise<Work>

/** Handles one message to its end. Throws when the message is to come back. */
export async function handleRecord(
  record: SQSRecord,
  read: ReadRecord,
  context: Context,
  runtime: Runtime,
): Promise<void> {
  try {
    const work = await read(record, runtime)
    await runtime.once(work.key, context, () => perform(work, attemptOf(record), runtime))
  } catch (error) {
    await giveUpOrRetry(record, error, context, runtime)
  }
}

/**
 * A crashed invocation says nothing: its messages come back when their visibility ends, which for a queue is six times the
 * timeout. The handler has begun, so the rest of its own time is enough. Where SQS does not take it, it stays at six times.
 */
export async function holdBatch(records: readonly SQSRecord[], context: Context, runtime: Runtime): Promise<void> {
  try {
    await runtime.queue.hold(records, secondsToTheEnd(context))
  } catch (error) {
    runtime.logger.warn("The visibility of a batch could not be shortened", { error: classify(error) })
  }
}

/** After so many seconds this invocation, and any that began before it, is over. */
function secondsToTheEnd(context: Context): number {
  return Math.ceil(context.getRemainingTimeInMillis() / 1000) + 1
}

/** Reads a message that a rule put into the queue: one of the events that the service subscribes to. */
export async function readEvent(
  record: SQSRecord,
  subscriptions: readonly Subscription[],
  runtime: Runtime,
): Promise<Work> {
  const message = parseJson(record.body)
  const type = (message as { "detail-type"?: unknown } | null)?.["detail-type"]
  const subscription = subscriptions.find((candidate) => candidate.type === type)
  if (subscription === undefined) {
    throw new MalformedEvent("The message", [
      `expected ${subscriptions.map((known) => known.type).join(" or ")}, got ${String(type)}`,
    ])
  }
  return subscription.read(await withPayload(message, runtime))
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw new MalformedEvent("The message", ["it is not JSON"], { cause })
  }
}

/** Puts the payload back where the event carries a claim check instead. */
async function withPayload(message: unknown, { claims }: Runtime): Promise<unknown> {
  const event = busEventSchema.safeParse(message)
  const claim = event.data?.detail.claim
  if (event.data === undefined || claim === undefined) return message
  return { ...event.data, detail: { ...event.data.detail, data: await claims.redeem(claim) } }
}

async function perform({ ids, run }: Work, attempt: number, runtime: Runtime): Promise<void> {
  const start = performance.now()
  const emitted = asArray(await run()).map((event) => ({ ...event, metadata: { ...event.metadata, attempt } }))
  await runtime.publish(emitted)
  const milliseconds = Math.round(performance.now() - start)
  runtime.logger.info("Handled", {
    ...ids,
    milliseconds,
    emitted: emitted.map(({ type, metadata }) => `${type} ${metadata.id}`),
  })
  runtime.metrics.addMetric("Handled", MetricUnit.Count, 1)
  runtime.metrics.addMetric("HandlingTime", MetricUnit.Milliseconds, milliseconds)
}

function attemptOf(record: SQSRecord): number {
  return Number(record.attributes.ApproximateReceiveCount)
}

function asArray(emitted: Emitted): readonly DarkroomEvent[] {
  if (emitted === undefined || emitted === null) return []
  return Array.isArray(emitted) ? emitted : [emitted as DarkroomEvent]
}

/** Powertools' error while another invocation, perhaps one that crashed, holds the event: no failure, just too early. */
const HELD_ELSEWHERE = "IdempotencyAlreadyInProgressError"

async function giveUpOrRetry(record: SQSRecord, error: unknown, context: Context, runtime: Runtime): Promise<void> {
  const failure = classify(error)
  const attempt = attemptOf(record)
  const held = failure.name === HELD_ELSEWHERE
  const giveUp = !held && (!isRetryable(failure) || attempt >= runtime.maxReceives)
  const facts = {
    ...identity(record),
    attempt,
    failureClass: failure.class,
    error: { name: failure.name, message: failure.message },
  }
  runtime.metrics.addMetric(giveUp ? "DeadLettered" : "Failed", MetricUnit.Count, 1)
  if (giveUp) {
    runtime.logger.error(`${failure.name}: given up, to the dead-letter queue`, facts)
    await runtime.queue.deadLetter(record, failure)
    return
  }
  const seconds = held ? secondsToTheEnd(context) : backoffSeconds(failure.class, attempt)
  runtime.logger[held ? "info" : "warn"](`${failure.name}: will be tried again in ${seconds} s`, facts)
  await runtime.queue.reappearIn(record, seconds)
  throw error
}

/** The ids of what failed, never its payload. */
function identity(record: SQSRecord): Record<string, unknown> {
  const ids = { messageId: record.messageId }
  try {
    const event = busEventSchema.safeParse(JSON.parse(record.body)).data
    if (event === undefined) return ids
    const { id: eventId, correlationId, groupKey } = event.detail.metadata
    return { ...ids, type: event["detail-type"], eventId, correlationId, groupKey }
  } catch {
    return ids
  }
}
