/** A wall-clock time, and the offset from UTC where one stood behind it. */
export interface DateTime {
  /** ISO 8601 without a zone, such as `2008-10-22T16:28:39`, with a fraction where one was given. */
  readonly local: string
  readonly offset: string | null
}

const PATTERN =
  /^(\d{4})[:/.-](\d{1,2})[:/.-](\d{1,2})[T ]\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9})\d*)?)?\s*(Z|[+-]\d{1,2}:?\d{2})?$/i
/** The year of the oldest photograph: what is older is a camera's clock that was never set. */
const FIRST_YEAR = 1826
const MINUTE = 60_000
const MAX_OFFSET = 14 * 60
const QUARTER = 15
/** A camera's clock may differ by this many minutes from GPS time and still tell its zone. */
const CLOCK_ERROR = 5

/** Reads `2008:10:22 16:28:39` as EXIF has it and `2008-10-22T16:28:39.5+02:00` as XMP has it; null for impossible times. */
export function parseDateTime(value: unknown, fraction?: unknown): DateTime | null {
  const match = typeof value === "string" ? PATTERN.exec(value.split("\0", 1)[0]!.trim()) : null
  if (!match) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as Six
  const whole = isoOf([year, month, day, hour, minute, second])
  if (whole === null || year < FIRST_YEAR) return null
  const digits = match[7] ?? fractionOf(fraction)
  return { local: digits === "" ? whole : `${whole}.${digits}`, offset: parseOffset(match[8]) }
}

type Six = [number, number, number, number, number, number]

function isoOf([year, month, day, hour, minute, second]: Six): string | null {
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const same = time.getUTCMonth() === month - 1 && time.getUTCDate() === day
  return same && hour < 24 && minute < 60 && second < 60 ? time.toISOString().slice(0, 19) : null
}

function fractionOf(value: unknown): string {
  return typeof value === "string" ? (/^\s*(\d{1,9})/.exec(value)?.[1] ?? "") : ""
}

/** `+02:00` of `+02:00`, `+0200` or `Z`; null for anything else, and for more than 14 hours. */
export function parseOffset(value: unknown): string | null {
  const text = typeof value === "string" ? value.split("\0", 1)[0]!.trim() : ""
  if (/^z$/i.test(text)) return "+00:00"
  const match = /^([+-])(\d{1,2}):?(\d{2})$/.exec(text)
  const minutes = match ? Number(match[2]) * 60 + Number(match[3]) : Number.NaN
  return minutes <= MAX_OFFSET && Number(match?.[3]) < 60 ? formatOffset(match?.[1] === "-" ? -minutes : minutes) : null
}

/** The offset at which a wall clock shows `local` while it is `utc`; null where no zone has such an offset. */
export function offsetBetween(local: string, utc: string): string | null {
  const minutes = (Date.parse(`${local}Z`) - Date.parse(`${utc}Z`)) / MINUTE
  const rounded = Math.round(minutes / QUARTER) * QUARTER
  return Math.abs(rounded) <= MAX_OFFSET && Math.abs(minutes - rounded) <= CLOCK_ERROR ? formatOffset(rounded) : null
}

function formatOffset(minutes: number): string {
  const size = Math.abs(minutes)
  const two = (value: number) => String(value).padStart(2, "0")
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
