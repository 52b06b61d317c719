import type { LocalTime } from "./local-time.ts"
import type { Refuse } from "./errors.ts"
import type { Schedule } from "./parse-schedule.ts"

/** Reads `2026-07-31T09:00:00`, which is once. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#one-time */
export function parseAt(content: string, { instantOf }: LocalTime, refuse: Refuse): Schedule {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(content)) throw refuse("a time must be yyyy-mm-ddThh:mm:ss")
  const wall = Date.parse(`${content}Z`)
  // Date.parse takes the 30th of February for a day in March, and 24:00 for the next day.
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 19) !== content) throw refuse("there is no such time")
  const instant = instantOf(wall)
  if (instant === undefined) throw refuse("in its time zone, the clock is set forward over that time")
  return { next: (after) => (instant > after ? instant : undefined) }
}
