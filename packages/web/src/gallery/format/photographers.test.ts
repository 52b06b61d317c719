import { describe, expect, it } from "vitest"
import { apertureText, cameraText, exposureText, focalLengthText, settingsText } from "./photographers.ts"

describe("photographers' notation", () => {
  it.each([
    [1 / 250, "1/250 s"],
    [0.005, "1/200 s"],
    [1 / 8000, "1/8000 s"],
    [0.25, "1/4 s"],
    [0.3, "0.3 s"],
    [0.5, "0.5 s"],
    [1, "1 s"],
    [2.5, "2.5 s"],
    [30, "30 s"],
    [120, "2 min"],
    [125, "2 min 5 s"],
  ])("an exposure of %f is %s", (seconds, text) => {
    expect(exposureText(seconds)).toBe(text)
  })

  it("writes apertures and focal lengths without idle digits", () => {
    expect([2.8, 8, 1.78, 5.6].map(apertureText)).toEqual(["f/2.8", "f/8", "f/1.78", "f/5.6"])
    expect([50, 4.25, 5.96, 23.7].map(focalLengthText)).toEqual(["50 mm", "4.3 mm", "6 mm", "24 mm"])
  })

  it("leaves out what is not known", () => {
    const camera = {
      make: null,
      model: null,
      lens: null,
      aperture: 2.8,
      exposureTime: 0.004,
      iso: 100,
      focalLength: 35,
    }
    expect(settingsText(camera)).toBe("35\u00a0mm · f/2.8 · 1/250\u00a0s · ISO\u00a0100")
    expect(settingsText({ ...camera, focalLength: null, exposureTime: 0, iso: null })).toBe("f/2.8")
    expect(settingsText({ ...camera, aperture: null, focalLength: null, exposureTime: null, iso: null })).toBe("")
  })

  it("does not name the make twice", () => {
    expect(cameraText({ make: "Canon", model: "Canon EOS R6" })).toBe("Canon EOS R6")
    expect(cameraText({ make: "NIKON CORPORATION", model: "NIKON Z 6" })).toBe("NIKON Z 6")
    expect(cameraText({ make: "Apple", model: "iPhone 15" })).toBe("Apple iPhone 15")
    expect(cameraText({ make: "Apple", model: null })).toBe("Apple")
    expect(cameraText({ make: null, model: null })).toBeNull()
  })
})
