import { expect, it } from "vitest"
import { boxesOf, type Findings } from "./boxes-of.ts"

const box = (width: number) => ({ left: 0, top: 0, width, height: 0.5 })
const label = (name: string, instances: { confidence: number; box: ReturnType<typeof box> }[]) => ({
  name,
  confidence: 90,
  parents: [],
  categories: [],
  instances,
})
const face = (confidence: number, width: number) => {
  return { confidence, box: box(width), ageRange: null, emotions: [], attributes: [] }
}
const all: Findings = {
  labels: [
    label("Dog", [
      { confidence: 95, box: box(0.2) },
      { confidence: 60, box: box(0.9) },
    ]),
    label("Beach", []),
  ],
  faces: [face(99, 0.4), face(70, 0.3)],
  text: [{ text: "STOP", confidence: 88, box: box(0.1), polygon: [] }],
  celebrities: [
    { name: "Ada", confidence: 97, box: box(0.35), urls: [] },
    { name: "Bob", confidence: 97, box: null, urls: [] },
  ],
}

it("has the boxes of all kinds that are sure enough, the small ones on top, each in its kind's colour", () => {
  const boxes = boxesOf(all, 80)
  expect(boxes.map(({ kind, id, name, confidence }) => [kind, id, name, confidence])).toEqual([
    ["face", "face 0", "Face 1", 99],
    ["celebrity", "celebrity 0", "Ada", 97],
    ["label", "label Dog", "Dog", 95],
    ["text", "text 0", "STOP", 88],
  ])
  expect(new Set(boxes.map(({ colour }) => colour)).size).toBe(4)
})

it("has the less sure ones too where they are asked for, each with a key of its own", () => {
  const boxes = boxesOf(all, 50)
  expect(boxes).toHaveLength(6)
  expect(new Set(boxes.map(({ key }) => key)).size).toBe(6)
})

it("tells a label from the kind that is called like it", () => {
  const labels = [label("Face", [{ confidence: 95, box: box(0.2) }]), label("0", [{ confidence: 95, box: box(0.2) }])]
  const ids = boxesOf({ labels, faces: [face(99, 0.4)] }, 80).map(({ id }) => id)
  expect(ids.toSorted()).toEqual(["face 0", "label 0", "label Face"])
})

it("has none where nothing has one", () => {
  expect(boxesOf({ labels: [label("Beach", [])] }, 0)).toEqual([])
})
