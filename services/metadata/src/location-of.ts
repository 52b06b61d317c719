import type { Location } from "@darkroom/events"
import type { Tags } from "./read-exif.ts"
import { numberOf, numbersOf, textOf } from "./values.ts"

const BELOW_SEA_LEVEL = 1

/**
 * Where the photo was taken. Null unless both coordinates and both hemispheres are there and possible; and null for 0° N
 * 0° E to the last digit, which is what receivers without a fix write.
 */
export function locationOf(gps: Tags): Location | null {
  const latitude = degreesOf(gps["GPSLatitude"], textOf(gps["GPSLatitudeRef"]), { N: 1, S: -1 }, 90)
  const longitude = degreesOf(gps["GPSLongitude"], textOf(gps["GPSLongitudeRef"]), { E: 1, W: -1 }, 180)
  if (latitude === null || longitude === null || (latitude === 0 && longitude === 0)) return null
  return { latitude, longitude, altitude: altitudeOf(gps) }
}

/** Decimal degrees (to a centimetre) of degrees, minutes and seconds. */
function degreesOf(
  value: unknown,
  hemisphere: string | null,
  signs: Readonly<Record<string, number>>,
  max: number,
): number | null {
  const parts = numbersOf(value).slice(0, 3)
  const sign = signs[hemisphere?.charAt(0).toUpperCase() ?? ""]
  if (sign === undefined || parts.length === 0 || !parts.every((part) => part >= 0)) return null
  const [degrees = 0, minutes = 0, seconds = 0] = parts
  const total = degrees + minutes / 60 + seconds / 3600
  // `+ 0` makes 0 of -0.
  return total <= max && minutes < 60 && seconds < 60 ? Number((sign * total).toFixed(7)) + 0 : null
}

function altitudeOf(gps: Tags): number | null {
  const metres = numberOf(gps["GPSAltitude"])
  if (metres === null) return null
  const sign = numberOf(gps["GPSAltitudeRef"]) === BELOW_SEA_LEVEL ? -1 : 1
  return Number((sign * metres).toFixed(2)) + 0
}
