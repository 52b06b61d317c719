import { isOneTime, parseSchedule } from "../../schedule/parse-schedule.ts"
import type { ScheduleConfig } from "./config.ts"

/** The first occurrence at or after `from`, within the schedule's dates; undefined when there is none. Throws InvalidSchedule. */
export function occurrence(config: ScheduleConfig, anchor: number, from: number): number | undefined {
  const { expression, timezone, start = anchor, end = Infinity } = config
  const schedule = parseSchedule(expression, { anchor: start, ...(timezone !== undefined && { timezone }) })
  // AWS ignores both dates for one-time schedules. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
  if (isOneTime(expression)) return schedule.next(from - 1)
  const time = schedule.next(Math.max(from, start) - 1)
  return time !== undefined && time <= end ? time : undefined
}

/** True where both have the same occurrences. */
export function sameTimes(one: ScheduleConfig, other: ScheduleConfig): boolean {
  const times = ({ expression, timezone, start, end }: ScheduleConfig) =>
    JSON.stringify([expression, timezone, start, end])
  return times(one) === times(other)
}
