import { jsonProtocol } from "../json-protocol.ts"
import type { AwsService, ServiceContext } from "../service.ts"
import { archiveOperations } from "./archive-operations.ts"
import { archiveRows } from "./archive-rows.ts"
import { toBusEvent, type BusEvent, type PutEntry } from "./bus-event.ts"
import type { EventsOptions } from "./config.ts"
import { deliveryRows } from "./delivery-rows.ts"
import { startDispatcher } from "./dispatcher.ts"
import { openEventLog, type SeenEvent } from "./event-log.ts"
import { explainRule, type RuleVerdict } from "./explain-rule.ts"
import { operations } from "./operations.ts"
import { replayOperations } from "./replay-operations.ts"
import { replayRows } from "./replay-rows.ts"
import { replaySummary, type ReplaySummary } from "./replay-summary.ts"
import { startReplays } from "./replays.ts"
import { openRouter } from "./router.ts"
import { startSchedules } from "./schedules.ts"

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
export type { RuleVerdict } from "./explain-rule.ts"
export type { ReplaySummary } from "./replay-summary.ts"
export { explainPattern, type Mismatch } from "./pattern/explain.ts"
export { compilePattern, type Matcher } from "./pattern/pattern.ts"

export interface EventsService extends AwsService {
  /** Puts events from inside of the engine, such as S3's: any source is allowed. Durable when it returns; gives the events' ids. */
  put(entries: readonly PutEntry[], options?: { readonly bus?: string }): string[]
  /** Names of the enabled rules that an event matches, on one bus or on all. */
  matches(event: BusEvent | object, bus?: string): string[]
  /** Whether a rule takes an event, and which field keeps it from that. `bus` is a name or an ARN. Throws ResourceNotFoundException. */
  explain(event: BusEvent | object, rule: { readonly bus: string; readonly name: string }): RuleVerdict
  /** All replays ever started, in that order. */
  replays(): ReplaySummary[]
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
  const dispatcher = startDispatcher({
    rows: deliveries,
    options,
    context,
    router,
    forward: (row, bus) => log.forward(row, bus),
  })
  const log = openEventLog({ options, context, router, deliveries, archive, dispatcher })
  const replays = startReplays({ options, rows, archive, router, log, context })
  const schedules = startSchedules({ options, context, router, log })
  log.expireArchives()

  const table = {
    ...operations({ options, context, router, log }),
    ...archiveOperations({ options, context, router, log, archive }),
    ...replayOperations({ options, context, router, log, rows, replays }),
  }
  return {
    name: "events",
    operations: Object.keys(table),
    handle: jsonProtocol("events", table),
    put: (entries, { bus = "default" } = {}) => {
      const events = entries.map((entry) => ({ bus: router.busNamed(bus), event: toBusEvent(entry, context) }))
      log.record(events)
      return events.map(({ event }) => event.id)
    },
    matches: (event, bus) =>
      router.rulesFor({ ...event }, bus === undefined ? undefined : router.busNamed(bus)).map(({ name }) => name),
    explain: (event, { bus, name }) => explainRule(router.ruleNamed(name, router.busNamed(bus)), event),
    replays: () => rows.all().map(replaySummary),
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
      schedules.close()
      dispatcher.close()
    },
  }
}
