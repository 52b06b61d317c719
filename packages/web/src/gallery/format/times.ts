import type { PhotoDetail } from "@darkroom/gallery-api"

type TakenAt = NonNullable<PhotoDetail["takenAt"]>

const DAY: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" }
const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", second: "2-digit" }

/** A moment in the reader's own time zone. */
export function momentText(time: string, locale?: string): string {
  const date = new Date(time)
  if (Number.isNaN(date.getTime())) return time
  return new Intl.DateTimeFormat(locale, { ...DAY, hour: "2-digit", minute: "2-digit" }).format(date)
}

/** What the clock showed where the photo was taken, in no zone but that one. */
export function localTimeText(local: string, locale?: string): string {
  // Read as UTC and shown as UTC: the reader's own zone must not move it.
  const date = new Date(`${local.replace(/(Z|[+-]\d\d:\d\d)$/, "")}Z`)
  if (Number.isNaN(date.getTime())) return local
  return new Intl.DateTimeFormat(locale, { ...DAY, ...CLOCK, timeZone: "UTC" }).format(date)
}

/** When it was taken and what that is worth: with its offset from UTC, or saying that nothing tells it. */
export function takenAtText({ local, offset }: TakenAt, locale?: string): { time: string; zone: string } {
  const zone =
    offset === null ? "local time, zone unknown" : offset === "+00:00" ? "UTC" : `UTC${offset.replace("-", "−")}`
  return { time: localTimeText(local, locale), zone }
}

/** A place in a video: `0:04`, `12:05`, `1:02:03`. */
export function clockText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const twoDigits = (value: number) => String(value).padStart(2, "0")
  const shown = hours > 0 ? `${hours}:${twoDigits(minutes)}` : String(minutes)
  return `${shown}:${twoDigits(seconds % 60)}`
}

/** The length of a video, of which even the shortest has a second. */
export function lengthText(milliseconds: number): string {
  return clockText(Math.max(1_000, Math.round(milliseconds / 1_000) * 1_000))
}

/** `850 ms`, `4.2 s`, `2 min 5 s`, `3 h 12 min`, `5 days`. */
export function durationText(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 0.9995) return `${Math.max(0, Math.round(milliseconds))} ms`
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  if (seconds < 59.5) return `${Math.round(seconds)} s`
  const [minutes, rest] = [Math.floor(Math.round(seconds) / 60), Math.round(seconds) % 60]
  if (minutes < 60) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`
  if (minutes < 48 * 60)
    return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  return `${Math.round(minutes / 1440)} days`
}
