import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch"
import { type DarkroomEvent, spanOf } from "@darkroom/events"
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda"
import { handleRecord, holdBatch, type ReadRecord, readEvent } from "./handle-record.ts"
import { lambdaRuntime, type Runtime } from "./runtime.ts"

/** What a use case gives back: the events to emit. */
export type Emitted = DarkroomEvent | readonly DarkroomEvent[] | undefined | void

/** One event that a service consumes, and what it does on it. */
export interface Subscription {
  /** The event's name, as `detail-type` carries it. */
  readonly type: string
  /** Who emits it, as `source` carries it. */
  readonly source: string
  /** Reads the event from the bus. Throws MalformedEvent. */
  read(event: unknown): Work
}

/** One event read, and the use case bound to it. */
export interface Work {
  /** What makes two deliveries the same: work is done once a key. */
  readonly key: string
  /** What the logs say of it. */
  readonly ids: Readonly<Record<string, string>>
  run(): Promise<Emitted>
}

export type SubscriberHandler = ((batch: SQSEvent, context: Context) => Promise<SQSBatchResponse>) & {
  /** What the function subscribes to: compared with the stacks by a test. */
  readonly subscriptions: readonly Subscription[]
}

/** What `defineEvent` gives, as far as receiving goes. */
export interface Subscribable<Event extends DarkroomEvent> {
  readonly name: string
  readonly source: string
  parse(event: unknown): Event
}

export type UseCase<Event extends DarkroomEvent> = (event: Event) => Promise<Emitted>

/** Binds a use case to an event of the contract. */
export function on<Event extends DarkroomEvent>(
  definition: Subscribable<Event>,
  useCase: UseCase<Event>,
): Subscription {
  return {
    type: definition.name,
    source: definition.source,
    read(input) {
      const event = definition.parse(input)
      const { id: eventId, correlationId, groupKey, origin } = event.metadata
      const key = event.replayName === undefined ? eventId : `${eventId}#${event.replayName}`
      return {
        key,
        ids: { eventId, correlationId, groupKey, origin, ...spanOf(event.metadata) },
        run: () => useCase(event),
      }
    },
  }
}

/**
 * The Lambda handler of a service: an SQS batch of EventBridge events, record by record, each at most once; failed records
 * come back later, and records that cannot succeed go to the dead-letter queue with the reason.
 */
export function subscriber<Event extends DarkroomEvent>(
  definition: Subscribable<Event>,
  useCase: UseCase<Event>,
): SubscriberHandler
export function subscriber(subscriptions: readonly Subscription[], runtime?: () => Runtime): SubscriberHandler
export function subscriber(first: unknown, second?: unknown): SubscriberHandler {
  if (!Array.isArray(first))
    return subscriber([on(first as Subscribable<DarkroomEvent>, second as UseCase<DarkroomEvent>)])
  const subscriptions = first as readonly Subscription[]
  const runtime = second as (() => Runtime) | undefined
  const handler = queueHandler((record, current) => readEvent(record, subscriptions, current), runtime)
  return Object.assign(handler, { subscriptions })
}

/** The Lambda handler of a queue whose messages `read` understands; `subscriber` is this for events. */
export function queueHandler(read: ReadRecord, runtime: () => Runtime = lambdaRuntime) {
  return async (batch: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const current = runtime()
    await holdBatch(batch.Records, context, current)
    const processor = new BatchProcessor(EventType.SQS)
    const handle = (record: SQSRecord) => handleRecord(record, read, context, current)
    const response = await processPartialResponse(batch, handle, processor, { context, throwOnFullBatchFailure: false })
    if (current.metrics.hasStoredMetrics()) current.metrics.publishStoredMetrics()
    return response
  }
}
