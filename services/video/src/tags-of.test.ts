import { expect, it } from "vitest"
import { describeTags } from "./tags-of.ts"

it("prefers the wall clock with its offset to the container's own time, which is UTC", () => {
  const creation = { creation_time: "2026-07-14T16:02:11.000000Z" }
  expect(describeTags(creation).takenAt).toEqual({
    local: "2026-07-14T16:02:11",
    offset: "+00:00",
    source: "creation_time",
    offsetSource: "tag",
  })
  const apple = { ...creation, "com.apple.quicktime.creationdate": "2026-07-14T18:02:11+0200" }
  expect(describeTags(apple).takenAt).toMatchObject({ local: "2026-07-14T18:02:11", offset: "+02:00" })
  const matroska = { DATE_RECORDED: "2026-07-14 18:02:11.250" }
  expect(describeTags(matroska).takenAt).toEqual({
    local: "2026-07-14T18:02:11.25",
    offset: null,
    source: "date_recorded",
    offsetSource: "unknown",
  })
})

it.each(["1904-01-01T00:00:00.000000Z", "1970-01-01T00:00:00Z", "2026-13-45T00:00:00Z", "yesterday", ""])(
  "takes %s for no time",
  (creation_time) => {
    expect(describeTags({ creation_time }).takenAt).toBeNull()
  },
)

it.each([
  ["+43.4674+011.8851+262.500/", { latitude: 43.4674, longitude: 11.8851, altitude: 262.5 }],
  ["-33.8568+151.2153/", { latitude: -33.8568, longitude: 151.2153, altitude: null }],
  ["+4328.044+01153.106/", { latitude: 43.4674, longitude: 11.8851, altitude: null }],
  ["-335124.5+1511255.1/", { latitude: -33.85681, longitude: 151.21531, altitude: null }],
])("reads the place %s", (location, expected) => {
  const found = describeTags({ "location-eng": location }).location
  expect(found?.latitude).toBeCloseTo(expected.latitude, 4)
  expect(found?.longitude).toBeCloseTo(expected.longitude, 4)
  expect(found?.altitude).toBe(expected.altitude)
})

it.each(["+00.0000+000.0000/", "+95.0+010.0/", "home", "+12"])("takes %s for no place", (location) => {
  expect(describeTags({ location }).location).toBeNull()
})

it("knows the camera of Apple's and Android's films", () => {
  expect(describeTags({ "com.apple.quicktime.make": "Apple", "com.apple.quicktime.model": "iPhone 15" })).toMatchObject(
    { make: "Apple", model: "iPhone 15" },
  )
  expect(describeTags({ "com.android.manufacturer": "Google", "com.android.model": " " })).toMatchObject({
    make: "Google",
    model: null,
  })
})
