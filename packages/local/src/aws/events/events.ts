import { jsonProtocol } from "../json-protocol.ts"
import type { AwsService, ServiceContext } from "../service.ts"
import { archiveRows } from "./archive-rows.ts"
import { toBusEvent, type BusEvent, type PutEntry } from "./bus-event.ts"
import type { EventsOptions } from "./config.ts"
import { deliveryRows } from "./delivery-rows.ts"
import { startDispatcher } from "./dispatcher.ts"
import { notFound } from "./errors.ts"
import { openEventLog, type SeenEvent } from "./event-log.ts"
import { operations } from "./operations.ts"
import { replayOperations } from "./replay-operations.ts"
import { replayRows } from "./replay-rows.ts"
import { startReplays } from "./replays.ts"
import { openRouter } from "./router.ts"

export type { BusEvent, PutEntry } from "./bus-event.ts"
export type {
  ArchiveConfig,
  BusConfig,
  DeadLetterAttributes,
  Deliver,
  DroppedDelivery,
  EventsOptions,
  InputTransformer,
  RetryPolicy,
  RuleConfig,
  TargetConfig,
} from "./config.ts"
export type { SeenEvent } from "./event-log.ts"
export { compilePattern, type Matcher } from "./pattern/pattern.ts"

export interface EventsService extends AwsService {
  /** Puts events from inside of the engine, such as S3's: any source is allowed. Durable when it returns; gives the events' ids. */
  put(entries: readonly PutEntry[], options?: { readonly bus?: string }): string[]
  /** Names of the enabled rules that an event matches, on one bus or on all. */
  matches(event: BusEvent | object, bus?: string): string[]
  /** The last events (up to a thousand), latest first. */
  recent(limit: number): SeenEvent[]
  /** Tells of each event that a bus takes, replayed ones too; returns what ends that. */
  onEvent(listener: (seen: SeenEvent) => void): () => void
  /** Resolves when no delivery is under way; those that wait for a retry do not count. */
  idle(): Promise<void>
}

/** Amazon EventBridge: buses, rules, archives and replays. An event is written before it is delivered. */
export function eventsService(options: EventsOptions, context: ServiceContext): EventsService {
  const router = openRouter(options)
  const deliveries = deliveryRows(context.store)
  const archive = archiveRows(context.store)
  const rows = replayRows(context.store)
  const dispatcher = startDispatcher(deliveries, options, context)
  const log = openEventLog({ options, context, router, deliveries, archive, dispatcher })
  const replays = startReplays({ rows, archive, router, log, dispatcher, context })
  log.expireArchives()

  const busOf = (name: string) => {
    const bus = router.findBus(name)
    if (bus === undefined) throw notFound("Event bus", name)
    return bus
  }
  return {
    name: "events",
    handle: jsonProtocol("events", {
      ...operations({ options, context, router, log, archive }),
      ...replayOperations({ options, context, router, log, rows, replays }),
    }),
    put: (entries, { bus = "default" } = {}) => {
      const events = entries.map((entry) => ({ bus: busOf(bus), event: toBusEvent(entry, context) }))
      log.record(events)
      return events.map(({ event }) => event.id)
    },
    matches: (event, bus) =>
      router.rulesFor({ ...event }, bus === undefined ? undefined : busOf(bus)).map(({ name }) => name),
    recent: log.recent,
    onEvent: log.onEvent,
    idle: dispatcher.idle,
    reset: async () => {
      replays.stop()
      dispatcher.reset()
      rows.clear()
      deliveries.clear()
      archive.clear()
    },
    close: async () => {
      replays.stop()
      dispatcher.close()
    },
  }
}
