import type { GeoBox } from "@darkroom/events"
import { expect, it } from "vitest"
import { evaluate } from "./evaluate.ts"
import { factsWith, metadata } from "./facts.fixture.ts"
import { distanceKm } from "./metadata-outcomes.ts"

const at = (latitude: number, longitude: number) =>
  factsWith({ metadata: { ...metadata, location: { latitude, longitude, altitude: null } } })

it.each([
  ["a degree of the equator", [0, 0], [0, 1], 111.195],
  ["over the antimeridian", [0, 179.5], [0, -179.5], 111.195],
  ["from pole to pole", [90, 0], [-90, 77], 20_015.115],
  ["from Berlin to Paris", [52.52, 13.405], [48.8566, 2.3522], 877.46],
  ["no way at all", [43, 11], [43, 11], 0],
] as const)("measures %s", (_, [aLat, aLon], [bLat, bLon], km) => {
  const [a, b] = [
    { latitude: aLat, longitude: aLon },
    { latitude: bLat, longitude: bLon },
  ]
  expect(distanceKm(a, b)).toBeCloseTo(km, 1)
  expect(distanceKm(b, a)).toBe(distanceKm(a, b))
})

it("takes a circle's edge in", () => {
  const circle = { latitude: 46.5, longitude: 7.9, radiusKm: 10 }
  const edge = distanceKm(circle, { latitude: 46.6, longitude: 7.9 })
  const within = (radiusKm: number) => evaluate({ place: { circle: { ...circle, radiusKm } } }, at(46.6, 7.9))
  expect(within(edge).value).toBe(true)
  expect(within(edge - 0.001).value).toBe(false)
  expect(within(10)).toEqual({
    value: false,
    because: ["The photo was taken 11.1 km from 46.5, 7.9, not within 10 km."],
  })
  expect(within(20).because).toEqual(["The photo was taken 11.1 km from 46.5, 7.9, within 20 km."])
})

const pacific: GeoBox = { south: -20, west: 170, north: 10, east: -170 }
const europe: GeoBox = { south: 35, west: -10, north: 70, east: 40 }

it.each([
  [europe, 35, -10, true],
  [europe, 70, 40, true],
  [europe, 34.999, 0, false],
  [europe, 50, 40.001, false],
  [pacific, 0, 175, true],
  [pacific, 0, -175, true],
  [pacific, 0, 170, true],
  [pacific, 0, -170, true],
  [pacific, 0, 0, false],
  [pacific, 0, 169.999, false],
  [pacific, 11, 175, false],
  [{ ...pacific, east: 180 }, 0, -180, true],
  [{ south: -90, west: -180, north: 90, east: 180 }, -90, 180, true],
] as const)("box %j, %d, %d: %s", (box, latitude, longitude, expected) => {
  expect(evaluate({ place: { box } }, at(latitude, longitude)).value).toBe(expected)
})

it("is nowhere where the photo says no place", () => {
  const facts = factsWith({ metadata: { ...metadata, location: null } })
  const place = { place: { box: europe } }
  expect(evaluate(place, facts)).toEqual({ value: false, because: ["The photo says no place."] })
  expect(evaluate({ none: [place] }, facts).value).toBe(true)
})
