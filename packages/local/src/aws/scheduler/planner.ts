import { randomUUID } from "node:crypto"
import { isOneTime } from "../../schedule/parse-schedule.ts"
import type { ServiceContext } from "../service.ts"
import { transaction } from "../transaction.ts"
import type { SchedulerOptions } from "./config.ts"
import type { DeliveryRows } from "./delivery-rows.ts"
import { occurrence } from "./occurrence.ts"
import type { ScheduleRow, ScheduleRows } from "./schedule-rows.ts"

const MINUTE = 60_000

/** Timers stand still while a laptop sleeps, so the clock is read again at least this often. */
const LONGEST_WAIT = MINUTE

/** AWS's own precision: a recurring occurrence that is missed by more is not made up. */
const LATEST = MINUTE

export interface PlannerParts {
  readonly options: SchedulerOptions
  readonly context: ServiceContext
  readonly schedules: ScheduleRows
  readonly deliveries: DeliveryRows
  readonly dispatch: (seqs: readonly number[]) => void
  /** Called for a schedule of which an occurrence is skipped. */
  readonly skipped: (group: string, name: string) => void
}

export type Planner = ReturnType<typeof startPlanner>

/** Waits for the next occurrence of any schedule, and writes its delivery. */
export function startPlanner({ options, context, schedules, deliveries, dispatch, skipped }: PlannerParts) {
  const { clock, store } = context
  const { random = Math.random } = options
  let closed = false
  let cancel = () => {}

  function wake(): void {
    cancel()
    const earliest = closed ? undefined : schedules.earliest()
    if (earliest === undefined) return
    const wait = Math.min(Math.max(earliest - clock.now(), 0), LONGEST_WAIT)
    cancel = clock.schedule(wait, run)
  }

  function run(): void {
    const now = clock.now()
    const written = transaction(store, () => schedules.due(now).flatMap((row) => occur(row, now)))
    wake()
    dispatch(written)
  }

  /**
   * AWS is never off. Here, a one-time schedule that became due while the engine was off runs once, late, because nobody would run it otherwise;
   * a recurring one only goes on, because its next time comes anyway.
   */
  function occur({ config, anchor, nextTime: time }: ScheduleRow, now: number): number[] {
    if (time === undefined) return []
    const missed = !isOneTime(config.expression) && now - time > LATEST
    schedules.plan(config, occurrence(config, anchor, missed ? now : time + 1))
    if (missed) {
      skipped(config.group, config.name)
      return []
    }
    const { group, name, arn: scheduleArn, target, flexibleWindowMinutes = 0 } = config
    const due = time + Math.floor(random() * flexibleWindowMinutes * MINUTE)
    return [deliveries.insert({ id: randomUUID(), group, name, scheduleArn, target, scheduledTime: time, due })]
  }

  return {
    /** To be called after every change of schedules. */
    wake,
    close: () => {
      closed = true
      cancel()
    },
  }
}
