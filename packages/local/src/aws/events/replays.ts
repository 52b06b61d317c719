import type { ServiceContext } from "../service.ts"
import type { ArchiveRows } from "./archive-rows.ts"
import type { BusEvent } from "./bus-event.ts"
import type { BusConfig, EventsOptions } from "./config.ts"
import type { EventLog, NewEvent } from "./event-log.ts"
import type { NewReplay, ReplayRow, ReplayRows } from "./replay-rows.ts"
import type { Router } from "./router.ts"
import { shuffled } from "./shuffled.ts"

const MINUTE = 60_000

export interface ReplayParts {
  readonly options: EventsOptions
  readonly rows: ReplayRows
  readonly archive: ArchiveRows
  readonly router: Router
  readonly log: EventLog
  readonly context: ServiceContext
}

export type Replays = ReturnType<typeof startReplays>

/** Runs replays minute by minute of event time; one that a killed process left goes on where it was. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html */
export function startReplays({ options, rows, archive, router, log, context: { clock } }: ReplayParts) {
  const { archives, random = Math.random } = options
  const timers = new Map<string, () => void>()

  function scheduleStep(name: string): void {
    timers.set(
      name,
      clock.schedule(0, () => step(name)),
    )
  }

  function step(name: string): void {
    timers.delete(name)
    const replay = rows.get(name)
    if (replay === undefined) return
    if (replay.state === "CANCELLING") return rows.end(name, "CANCELLED", clock.now())
    if (replay.state === "STARTING") rows.setState(name, "RUNNING")
    else if (!runNext(replay)) return
    scheduleStep(name)
  }

  /** Replays the next minute that has events; false where the replay has ended. */
  function runNext(replay: ReplayRow): boolean {
    const bus = router.findBus(replay.bus_arn)
    if (bus === undefined) return fail(replay, `Event bus ${replay.bus_arn} does not exist.`)
    const source = archives.find(({ name }) => name === replay.archive)
    if (source === undefined || router.findBus(source.busArn) !== bus)
      return fail(replay, `Archive ${replay.archive} of event bus ${bus.name} does not exist.`)
    const from = archive.firstTime(replay.archive, replay.next_event, replay.event_end)
    if (from === undefined) {
      rows.end(replay.name, "COMPLETED", clock.now())
      return false
    }
    replayMinute(replay, bus, from)
    return true
  }

  function fail({ name }: ReplayRow, reason: string): false {
    rows.end(name, "FAILED", clock.now(), reason)
    return false
  }

  /** A minute's deliveries and the replay's progress are written together, so that a crash repeats or loses no event. */
  function replayMinute(replay: ReplayRow, bus: BusConfig, from: number): void {
    const next = Math.min(replay.event_end, Math.floor(from / MINUTE) * MINUTE + MINUTE)
    const archived = archive.between(replay.archive, from, next)
    const last = archived.at(-1)?.time ?? from
    // Within a minute AWS keeps to no order; whoever relies on one shall learn it here.
    const events = shuffled(archived, random).map(({ payload }) =>
      replayedEvent(replay, bus, JSON.parse(payload) as BusEvent),
    )
    log.record(events, () => rows.advance(replay.name, { next, last, events: events.length }))
  }

  function replayedEvent({ name, filter_arns }: ReplayRow, bus: BusConfig, archived: BusEvent): NewEvent {
    const event = { ...archived, "replay-name": name }
    const filter = JSON.parse(filter_arns) as string[]
    const rules = router.rulesFor(event, bus).filter(({ arn }) => filter.length === 0 || filter.includes(arn))
    return { bus, event, rules }
  }

  function cancelTimers(): void {
    timers.forEach((cancel) => cancel())
    timers.clear()
  }

  rows.active().forEach(({ name }) => scheduleStep(name))

  return {
    start: (replay: NewReplay) => {
      rows.insert(replay)
      scheduleStep(replay.name)
    },
    cancel: (name: string) => rows.setState(name, "CANCELLING"),
    stop: cancelTimers,
  }
}
