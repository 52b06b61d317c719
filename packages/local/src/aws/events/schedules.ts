import { parseSchedule } from "../../schedule/parse-schedule.ts"
import type { ServiceContext } from "../service.ts"
import { scheduledEvent } from "./bus-event.ts"
import type { EventsOptions, RuleConfig } from "./config.ts"
import type { EventLog } from "./event-log.ts"
import type { Router } from "./router.ts"

export interface ScheduleParts {
  readonly options: EventsOptions
  readonly context: ServiceContext
  readonly router: Router
  readonly log: EventLog
}

type Schedule = ReturnType<typeof parseSchedule>

// Timers cannot wait for much longer than three weeks; a schedule can.
const LONGEST_WAIT = 86_400_000

/**
 * Runs rules at their schedules' times. What falls into the time before the start is not made up for; after a laptop's sleep
 * one occurrence comes late. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
 */
export function startSchedules({ options, context, router, log }: ScheduleParts) {
  const { clock } = context
  const anchor = clock.now()
  const timers = new Map<string, () => void>()

  function wait(rule: RuleConfig, schedule: Schedule, due = schedule.next(clock.now())): void {
    timers.delete(rule.arn)
    if (due === undefined) return
    const run = () => {
      if (clock.now() < due) return wait(rule, schedule, due)
      wait(rule, schedule)
      fire(rule, due)
    }
    timers.set(rule.arn, clock.schedule(Math.min(LONGEST_WAIT, due - clock.now()), run))
  }

  function fire(rule: RuleConfig, time: number): void {
    const bus = router.findBus(rule.bus)
    if (bus !== undefined) log.record([{ bus, event: scheduledEvent(rule, time, context), rules: [rule] }])
  }

  for (const rule of options.rules) {
    if (rule.schedule === undefined) continue
    const schedule = scheduleOf(rule, rule.schedule, anchor)
    if (rule.enabled) wait(rule, schedule)
  }

  return {
    close: () => {
      timers.forEach((cancel) => cancel())
      timers.clear()
    },
  }
}

function scheduleOf({ name }: RuleConfig, expression: string, anchor: number): Schedule {
  try {
    return parseSchedule(expression, { anchor })
  } catch (cause) {
    throw new Error(`The schedule of rule ${name} is not valid: ${(cause as Error).message}`, { cause })
  }
}
