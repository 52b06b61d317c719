import { expect, it } from "vitest"
import { picturesText } from "./video.ts"

it.each([
  [{ codec: "h264", frameRate: 29.97003, rotation: 90 }, "H.264, 29.97 a second, stored turned by 90°"],
  [{ codec: "vp9", frameRate: 25, rotation: 0 }, "VP9, 25 a second"],
  [{ codec: "prores", frameRate: null, rotation: 0 }, "prores"],
])("tells of %j what it is made of", (video, text) => {
  expect(picturesText(video)).toBe(text)
})
