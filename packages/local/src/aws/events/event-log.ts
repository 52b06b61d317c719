import type { ServiceContext } from "../service.ts"
import { transaction } from "../transaction.ts"
import type { ArchiveRows } from "./archive-rows.ts"
import type { BusEvent } from "./bus-event.ts"
import type { BusConfig, EventsOptions, RuleConfig } from "./config.ts"
import type { DeliveryRows } from "./delivery-rows.ts"
import type { Dispatcher } from "./dispatcher.ts"
import type { Router } from "./router.ts"
import { targetInput } from "./target-input.ts"

/** An event that a bus took, and the names of the rules that it matched. */
export interface SeenEvent {
  readonly bus: string
  readonly event: BusEvent
  readonly rules: readonly string[]
}

export interface NewEvent {
  readonly bus: BusConfig
  readonly event: BusEvent
}

export interface EventLogParts {
  readonly options: EventsOptions
  readonly context: ServiceContext
  readonly router: Router
  readonly deliveries: DeliveryRows
  readonly archive: ArchiveRows
  readonly dispatcher: Dispatcher
}

export type EventLog = ReturnType<typeof openEventLog>

const DAY = 86_400_000

/** The one way of an event into archives and outbox: written together, then delivered. */
export function openEventLog({
  options,
  context: { clock, store },
  router,
  deliveries,
  archive,
  dispatcher,
}: EventLogParts) {
  const listeners = new Set<(seen: SeenEvent) => void>()

  /** Writes new events durably, in one transaction, and starts their deliveries. */
  function record(events: readonly NewEvent[]): void {
    const routed = events.map(({ bus, event }) => ({ bus, event, rules: router.rulesFor({ ...event }, bus) }))
    const seqs = transaction(store, () =>
      routed.flatMap(({ bus, event, rules }) => {
        keep(bus, event, rules)
        return addDeliveries(event, rules)
      }),
    )
    dispatcher.dispatch(seqs)
    routed.forEach(({ bus, event, rules }) => tell(bus, event, rules))
  }

  /** Inside of a transaction that the caller has; returns what to dispatch after it. */
  function addDeliveries(event: BusEvent, rules: readonly RuleConfig[]): number[] {
    const created = clock.now()
    const ingested = new Date(created).toISOString()
    return rules.flatMap((rule) =>
      rule.targets.map((target) => {
        const message = targetInput(target, rule, event, ingested)
        return deliveries.insert({
          event_id: event.id,
          rule_arn: rule.arn,
          target: JSON.stringify(target),
          message,
          created,
        })
      }),
    )
  }

  function keep(bus: BusConfig, event: BusEvent, rules: readonly RuleConfig[]): void {
    const payload = JSON.stringify(event)
    archive.addRecent({ bus: bus.name, payload, rules: JSON.stringify(namesOf(rules)) })
    for (const { name } of router.archivesFor(event, bus)) {
      archive.insert({ archive: name, bus: bus.arn, time: Date.parse(event.time), event_id: event.id, payload })
    }
  }

  function tell(bus: BusConfig, event: BusEvent, rules: readonly RuleConfig[]): void {
    const seen = { bus: bus.name, event, rules: namesOf(rules) }
    // Later, so that what a listener throws is not taken for a put that failed.
    for (const listener of listeners) queueMicrotask(() => listener(seen))
  }

  return {
    record,
    addDeliveries,
    tell,
    onEvent: (listener: (seen: SeenEvent) => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    recent: (limit: number): SeenEvent[] =>
      archive.recent(limit).map(({ bus, payload, rules }) => {
        return { bus, event: JSON.parse(payload) as BusEvent, rules: JSON.parse(rules) as string[] }
      }),
    expireArchives: () => {
      const kept = options.archives.filter(({ retentionDays }) => retentionDays > 0)
      kept.forEach(({ name, retentionDays }) => archive.expire(name, clock.now() - retentionDays * DAY))
    },
  }
}

function namesOf(rules: readonly RuleConfig[]): string[] {
  return rules.map(({ name }) => name)
}
