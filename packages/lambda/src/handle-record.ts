import { busEventSchema, type DarkroomEvent, MalformedEvent, spanOf } from "@darkroom/events"
import { MetricUnit } from "@aws-lambda-powertools/metrics"
import type { Context, SQSRecord } from "aws-lambda"
import { backoffSeconds, MAX_BACKOFF_SECONDS, MAX_HIDDEN_SECONDS } from "./backoff.ts"
import { classify, type Failure, isRetryable } from "./classify.ts"
import { type Delivery, deliveryOf, isLast } from "./delivery.ts"
import { NoAnswer, NotYet, ToBeContinued, Unfinished } from "./errors.ts"
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
  const delivery = await deliveryOf(record, runtime)
  try {
    const work = await read(record, runtime)
    await runtime.once(work.key, context, () => perform(work, delivery, runtime))
  } catch (error) {
    await giveUpOrRetry(record, error, { delivery, context }, runtime)
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

async function perform(work: Work, delivery: Delivery, runtime: Runtime): Promise<void> {
  const start = performance.now()
  const { attempt } = delivery
  const emitted = eventsIn(await resultOf(work, delivery, runtime)).map((event) => ({
    ...event,
    metadata: { ...event.metadata, attempt },
  }))
  await runtime.publish(emitted)
  const milliseconds = Math.round(performance.now() - start)
  runtime.logger.info("Handled", {
    ...work.ids,
    milliseconds,
    emitted: emitted.map(({ type, metadata }) => `${type} ${metadata.id}`),
  })
  runtime.metrics.addMetric("Handled", MetricUnit.Count, 1)
  runtime.metrics.addMetric("HandlingTime", MetricUnit.Milliseconds, milliseconds)
}

/** What the work gives; at the last attempt, what there is of it will do. */
async function resultOf({ ids, run }: Work, delivery: Delivery, runtime: Runtime): Promise<Emitted> {
  if (delivery.attempt > runtime.maxReceives) throw new NoAnswer(runtime.maxReceives)
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof Unfinished)) throw error
    const failure = classify(error)
    if (isRetryable(failure) && !isLast(failure, delivery, runtime)) throw error
    runtime.logger.warn(`${failure.name}: done without what failed`, { ...ids, ...factsOf(failure, delivery) })
    return error.without
  }
}

/** What a use case gives, as a list. */
export function eventsIn(emitted: Emitted): readonly DarkroomEvent[] {
  if (emitted === undefined || emitted === null) return []
  return Array.isArray(emitted) ? emitted : [emitted as DarkroomEvent]
}

/** Powertools' error while another invocation, perhaps one that crashed, holds the event: no failure, just too early. */
const HELD_ELSEWHERE = "IdempotencyAlreadyInProgressError"

interface Circumstances {
  readonly delivery: Delivery
  readonly context: Context
}

async function giveUpOrRetry(
  record: SQSRecord,
  error: unknown,
  { delivery, context }: Circumstances,
  runtime: Runtime,
): Promise<void> {
  const failure = classify(error)
  const held = failure.name === HELD_ELSEWHERE
  const throttled = failure.class === "throttled"
  const continued = error instanceof ToBeContinued
  const expected = held || continued || error instanceof NotYet
  if (!held && (!isRetryable(failure) || isLast(failure, delivery, runtime)))
    return giveUp(record, failure, delivery, runtime)
  if (held || throttled) await delivery.excuse(continued ? "all" : "this")
  const seconds = continued
    ? error.retryAfter
    : held
      ? secondsToTheEnd(context)
      : waitOf(failure, throttled ? delivery.receives : delivery.attempt, runtime)
  runtime.metrics.addMetric(expected ? "Held" : throttled ? "Throttled" : "Failed", MetricUnit.Count, 1)
  const facts = { ...identity(record), ...factsOf(failure, delivery) }
  runtime.logger[expected || throttled ? "info" : "warn"](`${failure.name}: will be tried again in ${seconds} s`, facts)
  await runtime.queue.reappearIn(record, seconds)
  throw error
}

/** As long as whoever refused asks for, and no longer than SQS can hide a message. */
function waitOf(failure: Failure, attempt: number, { maxBackoff = MAX_BACKOFF_SECONDS }: Runtime): number {
  const seconds = backoffSeconds(failure.class, attempt, Math.random, maxBackoff)
  return Math.max(seconds, Math.min(Math.ceil(failure.retryAfter ?? 0), MAX_HIDDEN_SECONDS))
}

async function giveUp(record: SQSRecord, failure: Failure, delivery: Delivery, runtime: Runtime): Promise<void> {
  runtime.metrics.addMetric("DeadLettered", MetricUnit.Count, 1)
  const facts = { ...identity(record), ...factsOf(failure, delivery) }
  runtime.logger.error(`${failure.name}: given up, to the dead-letter queue`, facts)
  await runtime.queue.deadLetter(record, failure, delivery.attempt)
}

function factsOf({ class: failureClass, name, message }: Failure, { attempt, waits }: Delivery) {
  return { attempt, waits, failureClass, error: { name, message } }
}

/** The ids of what failed, never its payload. */
function identity(record: SQSRecord): Record<string, unknown> {
  const ids = { messageId: record.messageId }
  try {
    const event = busEventSchema.safeParse(JSON.parse(record.body)).data
    if (event === undefined) return ids
    const { metadata } = event.detail
    const { id: eventId, correlationId, groupKey } = metadata
    return { ...ids, type: event["detail-type"], eventId, correlationId, groupKey, ...spanOf(metadata) }
  } catch {
    return ids
  }
}
