import type { Location, TakenAt, VideoMetadata } from "@darkroom/events"

/** A container's own notes, such as `creation_time`, as FFmpeg names them. */
export type Tags = Readonly<Record<string, string>>

/** What the notes tell of where, when and with what a video was taken. */
export function describeTags(tags: Tags): Pick<VideoMetadata, "make" | "model" | "takenAt" | "location"> {
  const lower = Object.fromEntries(Object.entries(tags).map(([name, value]) => [name.toLowerCase(), value]))
  const first = (...names: string[]) => names.map((name) => lower[name]?.trim()).find((value) => value) ?? null
  return {
    make: first("com.apple.quicktime.make", "com.android.manufacturer", "make"),
    model: first("com.apple.quicktime.model", "com.android.model", "model"),
    takenAt: takenAtOf(lower),
    location: locationOf(
      first("com.apple.quicktime.location.iso6709", "location", ...Object.keys(lower).filter(isLocalised)),
    ),
  }
}

/** `location-eng`: ©xyz in a language. */
function isLocalised(name: string): boolean {
  return name.startsWith("location-")
}

/** Best first: the wall clock with its offset, then the container's own time, which is UTC. */
const DATES = ["com.apple.quicktime.creationdate", "date_recorded", "creation_time"]
const DATE = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?\s*(Z|[+-]\d\d:?\d\d)?$/i
/** Containers count from 1904 and 1970: cameras whose clock was never set write the beginning. */
const FIRST_YEAR = 1971

function takenAtOf(tags: Tags): TakenAt | null {
  for (const source of DATES) {
    const match = DATE.exec(tags[source]?.trim() ?? "")
    if (match === null) continue
    const [, day = "", time = "", fraction = "", zone] = match
    const digits = fraction.slice(0, 9).replace(/0+$/, "")
    const local = `${day}T${time}${digits === "" ? "" : `.${digits}`}`
    if (Number.isNaN(Date.parse(`${local}Z`)) || Number(day.slice(0, 4)) < FIRST_YEAR) continue
    const offset = offsetOf(zone)
    return { local, offset, source, offsetSource: offset === null ? "unknown" : "tag" }
  }
  return null
}

function offsetOf(zone: string | undefined): string | null {
  if (zone === undefined) return null
  if (/^z$/i.test(zone)) return "+00:00"
  return `${zone.slice(0, 3)}:${zone.slice(-2)}`
}

/** ISO 6709: latitude, longitude and perhaps altitude, in degrees, or in degrees and minutes, or with seconds. */
const PLACE = /^([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?/

function locationOf(value: string | null): Location | null {
  const match = PLACE.exec(value ?? "")
  if (match === null) return null
  const [latitude, longitude] = [degreesOf(match[1] ?? "", 2), degreesOf(match[2] ?? "", 3)]
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return null
  // Nobody films there; it is what phones without a fix write.
  if (latitude === 0 && longitude === 0) return null
  return { latitude, longitude, altitude: match[3] === undefined ? null : Number(match[3]) }
}

/** `+4328.04` has two digits of degrees and then minutes. */
function degreesOf(text: string, digits: 2 | 3): number {
  const sign = text.startsWith("-") ? -1 : 1
  const [whole = "", fraction = ""] = text.slice(1).split(".")
  const rest = whole.length - digits
  if (rest <= 0) return sign * Number(`${whole}.${fraction}`)
  const degrees = Number(whole.slice(0, digits))
  const smallest = Number(`${whole.slice(-2)}.${fraction}`)
  if (rest === 2) return sign * (degrees + smallest / 60)
  return sign * (degrees + Number(whole.slice(digits, digits + 2)) / 60 + smallest / 3600)
}
