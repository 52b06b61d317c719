import { expect, it } from "vitest"
import { boxesOf } from "./boxes-of.ts"

const box = (width: number) => ({ left: 0, top: 0, width, height: 0.5 })
const label = (name: string, instances: { confidence: number; box: ReturnType<typeof box> }[]) => ({
  name,
  confidence: 90,
  parents: [],
  categories: [],
  instances,
})

it("has the boxes that are sure enough, the small ones on top, each in its label's colour", () => {
  const labels = [
    label("Dog", [
      { confidence: 95, box: box(0.2) },
      { confidence: 60, box: box(0.9) },
    ]),
    label("Beach", []),
  ]
  const boxes = boxesOf({ labels, faces: [{ confidence: 99, box: box(0.4) }] }, 80)
  expect(boxes.map(({ key, confidence }) => [key, confidence])).toEqual([
    ["Face 0", 99],
    ["Dog 0", 95],
  ])
  expect(new Set(boxes.map(({ colour }) => colour)).size).toBe(2)
})

it("has none where nothing has one", () => {
  expect(boxesOf({ labels: [label("Beach", [])] }, 0)).toEqual([])
})
