import type { Circle, GeoBox, ImageMetadata, Location } from "@darkroom/events"
import type { ConditionOf } from "./condition-of.ts"
import { outcome, type Outcome } from "./outcome.ts"
import { isOneOf, oneOf, plain, shown } from "./wording.ts"

/** The IUGG's mean radius. */
const EARTH_KM = 6371.0088

export function cameraOutcome(condition: ConditionOf<"camera">, metadata: ImageMetadata): Outcome {
  const wanted = [condition.make, condition.model]
  const said = [metadata.make, metadata.model]
  const silent =
    said.every((name) => name === null) || wanted.some((name, at) => name !== undefined && said[at] === null)
  if (silent) return outcome(false, "The photo does not say which camera took it.")
  const camera = said.flatMap((name) => (name === null ? [] : [plain(name)])).join(" ")
  const holds = wanted.every((name, at) => name === undefined || isOneOf(name, said[at] ?? ""))
  const asked = wanted.flatMap((name) => (name === undefined ? [] : [oneOf(name)])).join(" ")
  return outcome(holds, holds ? `The camera is ${camera}.` : `The camera is ${camera}, not ${asked}.`)
}

export function placeOutcome(condition: ConditionOf<"place">, { location }: ImageMetadata): Outcome {
  if (location === null) return outcome(false, "The photo says no place.")
  if ("circle" in condition) return circleOutcome(condition.circle, location)
  const holds = isInBox(condition.box, location)
  return outcome(holds, `The photo was taken ${holds ? "inside" : "outside"} the area of the rule.`)
}

function circleOutcome(circle: Circle, location: Location): Outcome {
  const { latitude, longitude, radiusKm } = circle
  const distance = distanceKm(circle, location)
  const holds = distance <= radiusKm
  const from = `${shown(distance, radiusKm)} km from ${latitude}, ${longitude}`
  return outcome(holds, `The photo was taken ${from}, ${holds ? "" : "not "}within ${radiusKm} km.`)
}

type Point = Pick<Location, "latitude" | "longitude">

/** The way along the earth's surface, taken as a sphere (haversine): less than 0.6 % wrong. */
export function distanceKm(a: Point, b: Point): number {
  const [south, north] = [radians(a.latitude), radians(b.latitude)]
  const haversine =
    Math.sin((north - south) / 2) ** 2 +
    Math.cos(south) * Math.cos(north) * Math.sin(radians(b.longitude - a.longitude) / 2) ** 2
  return 2 * EARTH_KM * Math.asin(Math.sqrt(Math.min(1, haversine)))
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}

function isInBox({ south, west, north, east }: GeoBox, { latitude, longitude }: Point): boolean {
  // 180 degrees east and west are the same meridian.
  const longitudes = Math.abs(longitude) === 180 ? [-180, 180] : [longitude]
  const isBetween = (value: number) => (west <= east ? value >= west && value <= east : value >= west || value <= east)
  return latitude >= south && latitude <= north && longitudes.some(isBetween)
}

export function takenOutcome({ from, to }: ConditionOf<"taken">, { takenAt }: ImageMetadata): Outcome {
  if (takenAt === null) return outcome(false, "The photo does not say when it was taken.")
  const day = takenAt.local.slice(0, 10)
  const holds = (from === undefined || day >= from) && (to === undefined || day <= to)
  const span = from && to ? `from ${from} to ${to}` : from ? `${from} or later` : to ? `${to} or earlier` : "on any day"
  return outcome(holds, `The photo was taken on ${day}, ${holds ? "that is" : "not"} ${span}.`)
}
