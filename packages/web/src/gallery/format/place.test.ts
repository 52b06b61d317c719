import { describe, expect, it } from "vitest"
import { coordinatesText, mapUrl } from "./place.ts"
import { bytesText, counted, pixelsText } from "./quantities.ts"

describe("places and quantities", () => {
  it("names the hemisphere instead of a sign", () => {
    expect(coordinatesText({ latitude: 43.46741, longitude: 11.8851 })).toBe("43.4674° N, 11.8851° E")
    expect(coordinatesText({ latitude: -33.8568, longitude: -70.5 })).toBe("33.8568° S, 70.5000° W")
  })

  it("links to the place on a map", () => {
    expect(mapUrl({ latitude: -33.85, longitude: 151.2 })).toBe(
      "https://www.openstreetmap.org/?mlat=-33.85&mlon=151.2#map=15/-33.85/151.2",
    )
  })

  it("writes sizes for people", () => {
    expect([0, 999, 9_120, 2_481_332, 12_000_000_000].map(bytesText)).toEqual([
      "0 bytes",
      "999 bytes",
      "9 kB",
      "2.5 MB",
      "12 GB",
    ])
    expect(pixelsText(3024, 4032)).toBe("3024 × 4032 (12.2 MP)")
    expect(pixelsText(1, 1)).toBe("1 × 1 (less than 0.1 MP)")
    expect([counted(1, "photo"), counted(2, "photo")]).toEqual(["1 photo", "2 photos"])
  })
})
