/** Between the clock on the wall of a time zone and the time everywhere. A wall time is written as if it were UTC. */
export interface LocalTime {
  /** What the clock shows at an instant. */
  wallAt(instant: number): number
  /** When the clock shows it: for the first time where it does twice, undefined where it never does. */
  instantOf(wall: number): number | undefined
}

const DAY = 86_400_000

/** The time of an IANA time zone; undefined where there is no such zone. */
export function localTime(timezone: string): LocalTime | undefined {
  const format = formatOf(timezone)
  if (format === undefined) return undefined
  const wallAt = (instant: number): number => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    const [year = 0, month = 1, day, hour, minute, second] = FIELDS.map((field) => parts.get(field))
    return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000)
  }
  return {
    wallAt,
    instantOf: (wall) => {
      // The clock is never set twice within these two days, so one of the two offsets is the right one.
      const offsets = [wall - DAY, wall + DAY].map((near) => wallAt(near) - near)
      const instants = offsets.map((offset) => wall - offset).filter((instant) => wallAt(instant) === wall)
      return instants.length === 0 ? undefined : Math.min(...instants)
    },
  }
}

const FIELDS = ["year", "month", "day", "hour", "minute", "second"] as const

function formatOf(timezone: string): Intl.DateTimeFormat | undefined {
  // Offsets such as +02:00, which JavaScript takes, are no IANA names.
  if (!/^[A-Za-z]/.test(timezone)) return undefined
  const fields = Object.fromEntries(FIELDS.map((field) => [field, "numeric"]))
  try {
    return new Intl.DateTimeFormat("en-US", { ...fields, timeZone: timezone, hourCycle: "h23" })
  } catch {
    return undefined
  }
}
