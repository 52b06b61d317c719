import { InvalidArgumentError } from "commander"

const DAY = 86_400_000

/** Milliseconds since the epoch. A day counts from its beginning, or `days` later; a time as it is, without a zone as UTC. Throws InvalidArgumentError. */
export function timeOf(text: string, days: number): number {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text)
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/.test(text)
  const time = Date.parse(isDay || /Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`)
  const exists = isTime || new Date(time || 0).toISOString().startsWith(text)
  if (!(isDay || isTime) || Number.isNaN(time) || !exists)
    throw new InvalidArgumentError("It must be a day, such as 2026-11-21, or a time, such as 2026-11-21T09:30Z.")
  return isDay ? time + days * DAY : time
}
