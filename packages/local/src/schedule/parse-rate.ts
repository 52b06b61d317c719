import type { Refuse } from "./errors.ts"
import type { Schedule } from "./parse-schedule.ts"

const MILLISECONDS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

/** Reads `5 minutes`. A day is always 24 hours. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based */
export function parseRate(content: string, anchor: number, refuse: Refuse): Schedule {
  const [, digits, unit, plural] = /^\s*(\d+)\s+(minute|hour|day)(s?)\s*$/.exec(content) ?? []
  const value = Number(digits)
  if (unit === undefined) throw refuse("a rate is a positive whole number and minute(s), hour(s) or day(s)")
  if (value === 0) throw refuse("the value of a rate must be greater than 0")
  if ((value === 1) !== (plural === ""))
    throw refuse(`after ${value} the unit must be ${unit}${value === 1 ? "" : "s"}`)
  const period = value * MILLISECONDS[unit as keyof typeof MILLISECONDS]
  return { next: (after) => (after < anchor ? anchor : anchor + (Math.floor((after - anchor) / period) + 1) * period) }
}
