import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch"
import type { BatchProcessor as Batch } from "@aws-lambda-powertools/batch"
import type { DarkroomEvent, EventDefinition, EventOf } from "@darkroom/events"
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda"
import { handleRecord } from "./handle-record.ts"
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

/** Binds a use case to an event of the contract. */
export function on<Definition extends EventDefinition<string, never>>(
  definition: Definition,
  useCase: (event: EventOf<Definition>) => Promise<Emitted>,
): Subscription
export function on(definition: EventDefinition, useCase: (event: never) => Promise<Emitted>): Subscription {
  return {
    type: definition.name,
    source: definition.source,
    read(input) {
      const event = definition.parse(input)
      const { id: eventId, correlationId, groupKey, origin } = event.metadata
      const key = event.replayName === undefined ? eventId : `${eventId}#${event.replayName}`
      return { key, ids: { eventId, correlationId, groupKey, origin }, run: () => useCase(event as never) }
    },
  }
}

/**
 * The Lambda handler of a service: an SQS batch of EventBridge events, record by record, each at most once; failed records
 * come back later, and records that cannot succeed go to the dead-letter queue with the reason.
 */
export function subscriber<Definition extends EventDefinition<string, never>>(
  definition: Definition,
  useCase: (event: EventOf<Definition>) => Promise<Emitted>,
  runtime?: () => Runtime,
): SubscriberHandler
export function subscriber(subscriptions: readonly Subscription[], runtime?: () => Runtime): SubscriberHandler
export function subscriber(...args: unknown[]): SubscriberHandler {
  const [subscriptions, runtime = lambdaRuntime] = normalised(args)
  const handler = async (batch: SQSEvent, context: Context) => {
    const current = runtime()
    const processor: Batch = new BatchProcessor(EventType.SQS)
    const handle = (record: SQSRecord) => handleRecord(record, subscriptions, context, current)
    const response = await processPartialResponse(batch, handle, processor, { context, throwOnFullBatchFailure: false })
    current.metrics.publishStoredMetrics()
    return response
  }
  return Object.assign(handler, { subscriptions })
}

function normalised(args: unknown[]): [readonly Subscription[], (() => Runtime) | undefined] {
  if (Array.isArray(args[0])) return [args[0], args[1] as (() => Runtime) | undefined]
  const [definition, useCase, runtime] = args as [EventDefinition<string, never>, never, (() => Runtime) | undefined]
  return [[on(definition, useCase)], runtime]
}
