import { parseDateTime } from "./date-time.ts"
import type { Tags } from "./read-exif.ts"
import { numbersOf, textOf } from "./values.ts"

/** The time of the GPS fix, UTC, as ISO 8601 without a zone; null where date or time is missing or impossible. */
export function gpsTimeOf(gps: Tags): string | null {
  const date = textOf(gps["GPSDateStamp"])
  const [hour, minute, second] = numbersOf(gps["GPSTimeStamp"])
  if (date === null || hour === undefined || minute === undefined || second === undefined) return null
  const time = [hour, minute, second].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":")
  return parseDateTime(`${date} ${time}`)?.local ?? null
}
