import type { ServiceContext } from "../service.ts"
import { transaction } from "../transaction.ts"
import type { ArchiveRows } from "./archive-rows.ts"
import type { BusEvent } from "./bus-event.ts"
import type { Dispatcher } from "./dispatcher.ts"
import type { EventLog } from "./event-log.ts"
import type { NewReplay, ReplayRow, ReplayRows } from "./replay-rows.ts"
import type { Router } from "./router.ts"

const MINUTE = 60_000

export interface ReplayParts {
  readonly rows: ReplayRows
  readonly archive: ArchiveRows
  readonly router: Router
  readonly log: EventLog
  readonly dispatcher: Dispatcher
  readonly context: ServiceContext
}

export type Replays = ReturnType<typeof startReplays>

/** Runs replays minute by minute of event time; one that a killed process left goes on where it was. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html */
export function startReplays({ rows, archive, router, log, dispatcher, context: { clock, store } }: ReplayParts) {
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
    if (replay.state === "CANCELLING") return rows.setState(name, "CANCELLED", clock.now())
    const from = archive.firstTime(replay.archive, replay.next_event, replay.event_end)
    if (from === undefined) return rows.setState(name, "COMPLETED", clock.now())
    replayMinute(replay, from)
    scheduleStep(name)
  }

  /** A minute's deliveries and the replay's progress are written together, so that a crash repeats or loses no event. */
  function replayMinute(replay: ReplayRow, from: number): void {
    const to = Math.min(replay.event_end, Math.floor(from / MINUTE) * MINUTE + MINUTE)
    const events = archive.between(replay.archive, from, to)
    const seqs = transaction(store, () => {
      rows.advance(replay.name, to, events.at(-1)?.time ?? from)
      return events.flatMap(({ payload }) => addToOutbox(replay, JSON.parse(payload) as BusEvent))
    })
    dispatcher.dispatch(seqs)
  }

  function addToOutbox(replay: ReplayRow, archived: BusEvent): number[] {
    const bus = router.findBus(replay.bus_arn)
    if (bus === undefined) return []
    const event = { ...archived, "replay-name": replay.name }
    const filter = JSON.parse(replay.filter_arns) as string[]
    const rules = router.rulesFor(event, bus).filter(({ arn }) => filter.length === 0 || filter.includes(arn))
    log.tell(bus, event, rules)
    return log.addDeliveries(event, rules)
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
    cancel: (name: string) => rows.setState(name, "CANCELLING", null),
    stop: cancelTimers,
  }
}
