import type { ServiceContext } from "../service.ts"
import { transaction } from "../transaction.ts"
import type { ArchiveRows } from "./archive-rows.ts"
import type { BusEvent } from "./bus-event.ts"
import type { BusConfig, EventsOptions, RuleConfig } from "./config.ts"
import type { DeliveryRow, DeliveryRows } from "./delivery-rows.ts"
import type { Dispatcher } from "./dispatcher.ts"
import { secondHop } from "./errors.ts"
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
  /** The rules that it is for, such as those of a replay; then it is not archived. All that match where they are not given. */
  readonly rules?: readonly RuleConfig[]
  /** A rule of another bus put it on this one. */
  readonly forwarded?: boolean
  /** X-Ray's header, which targets get and archives do not. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-related-service-xray.html */
  readonly trace?: string
}

type RoutedEvent = NewEvent & Required<Pick<NewEvent, "rules">>

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

  /** Writes new events durably, in one transaction with what `alsoWrite` writes, and starts their deliveries. */
  function record(events: readonly NewEvent[], alsoWrite: () => void = () => {}): void {
    const routed = events.map((one) => ({ ...one, rules: one.rules ?? router.rulesFor({ ...one.event }, one.bus) }))
    const seqs = transaction(store, () => {
      alsoWrite()
      events.forEach(addToArchives)
      return routed.flatMap((one) => {
        addToRecent(one)
        return addDeliveries(one)
      })
    })
    dispatcher.dispatch(seqs)
    routed.forEach(tell)
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html: what one bus had from another goes to no third one. */
  function forward({ seq, event_id, message, forwarded, trace }: DeliveryRow, bus: BusConfig): void {
    if (forwarded === 1) throw secondHop(event_id)
    const event = JSON.parse(message) as BusEvent
    record([{ bus, event, forwarded: true, ...(trace === null ? {} : { trace }) }], () => deliveries.remove(seq))
  }

  function addDeliveries({ event, rules, forwarded = false, trace }: RoutedEvent): number[] {
    const created = clock.now()
    const ingested = new Date(created).toISOString()
    return rules.flatMap((rule) =>
      rule.targets.map((target) =>
        deliveries.insert({
          event_id: event.id,
          rule_arn: rule.arn,
          target: JSON.stringify(target),
          message: targetInput(target, rule, event, ingested),
          created,
          forwarded: forwarded ? 1 : 0,
          trace: trace ?? null,
        }),
      ),
    )
  }

  function addToArchives({ bus, event, rules }: NewEvent): void {
    if (rules !== undefined || isReplayed(event)) return
    const payload = JSON.stringify(event)
    for (const { name } of router.archivesFor(event, bus)) {
      archive.insert({ archive: name, bus: bus.arn, time: Date.parse(event.time), event_id: event.id, payload })
    }
  }

  function addToRecent({ bus, event, rules }: RoutedEvent): void {
    if (isReplayed(event)) return
    archive.addRecent({ bus: bus.name, payload: JSON.stringify(event), rules: JSON.stringify(namesOf(rules)) })
  }

  function tell({ bus, event, rules }: RoutedEvent): void {
    const seen = { bus: bus.name, event, rules: namesOf(rules) }
    // Later, so that what a listener throws is not taken for a put that failed.
    for (const listener of listeners) queueMicrotask(() => listener(seen))
  }

  return {
    record,
    forward,
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

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html: replayed events are archived on no bus. */
function isReplayed(event: BusEvent): boolean {
  return event["replay-name"] !== undefined
}

function namesOf(rules: readonly RuleConfig[]): string[] {
  return rules.map(({ name }) => name)
}
