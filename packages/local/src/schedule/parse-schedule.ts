import { InvalidSchedule, type Refuse } from "./errors.ts"
import { localTime } from "./local-time.ts"
import { parseAt } from "./parse-at.ts"
import { parseCron } from "./parse-cron.ts"
import { parseRate } from "./parse-rate.ts"

export interface Schedule {
  /** The first occurrence strictly after `after`, in milliseconds since the epoch; undefined when there is none. */
  next(after: number): number | undefined
}

export interface ScheduleOptions {
  /** An IANA name. `rate` does not depend on it. */
  readonly timezone?: string
  /** The first occurrence of a `rate`, in milliseconds since the epoch; the others are counted from it. */
  readonly anchor?: number
}

/**
 * Reads `rate(value unit)`, `cron(minutes hours day-of-month month day-of-week year)` or `at(yyyy-mm-ddThh:mm:ss)`.
 * Throws InvalidSchedule. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function parseSchedule(expression: string, { timezone = "UTC", anchor = 0 }: ScheduleOptions = {}): Schedule {
  const [, kind, content = ""] = /^(rate|cron|at)\((.*)\)$/.exec(expression) ?? []
  const refuse: Refuse = (reason, options) => new InvalidSchedule(expression, reason, options)
  const time = localTime(timezone)
  if (time === undefined) throw refuse(`the time zone ${timezone} is not known`)
  if (kind === "rate") return parseRate(content, anchor, refuse)
  if (kind === "cron") return parseCron(content, time, refuse)
  if (kind === "at") return parseAt(content, time, refuse)
  throw refuse("it must be rate(...), cron(...) or at(...)")
}

/** True for an expression that occurs once. */
export function isOneTime(expression: string): boolean {
  return expression.startsWith("at(")
}
