import { profileNamed } from "@darkroom/events"
import { expect, it } from "vitest"
import { billedFor, costOf, noCalls } from "./rekognition-prices.ts"

it.each([
  [{ DetectLabels: 1_000 }, 1],
  [{ DetectLabels: 600_000, DetectFaces: 600_000 }, 1_000 + 160],
  [{ DetectText: 6_000_000 }, 1_000 + 3_200 + 600],
  [{ ImageProperties: 1_000 }, 0.75],
  [{ DetectLabels: 1_000_000, ImageProperties: 1_000_000 }, 1_750],
  [{}, 0],
])("prices %j in tiers", (calls, dollars) => {
  expect(costOf({ ...noCalls, ...calls })).toBeCloseTo(dollars, 6)
})

it("bills dominant colours where the profile asks for them, with the labels", () => {
  expect(billedFor(["labels", "faces"], profileNamed("private-uploads"))).toEqual([
    "DetectLabels",
    "ImageProperties",
    "DetectFaces",
  ])
  expect(billedFor(["labels"], profileNamed("images"))).toEqual(["DetectLabels"])
  expect(billedFor(["faces"], profileNamed("private-uploads"))).toEqual(["DetectFaces"])
})
