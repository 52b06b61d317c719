import type { PhotoSummary } from "@darkroom/gallery-api"
import { expect, it } from "vitest"
import { heldRatios } from "./held-ratios.ts"

const unknown = { photoId: "a", width: null, height: null } as PhotoSummary
const known = { photoId: "a", width: 300, height: 400 } as PhotoSummary

it("keeps the box of a photo that somebody looks at, and gives it its own when it is out of sight", () => {
  const first = heldRatios([unknown], new Map(), () => true)
  const seen = heldRatios([known], first, () => true)
  expect([...first.values(), ...seen.values()]).toEqual([1.5, 1.5])
  expect(heldRatios([known], seen, () => false).get("a")).toBe(0.75)
})

it("takes a photo's own ratio at first sight, and forgets photos that are gone", () => {
  const held = heldRatios([known], new Map([["b", 1]]), () => true)
  expect([...held]).toEqual([["a", 0.75]])
})
