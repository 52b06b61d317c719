import { describe, expect, it } from "vitest"
import { cocoClasses } from "./coco-classes.ts"
import type { Detection } from "./detections.ts"
import { toLabels } from "./labels.ts"

const found = (coco: string, score: number, left = 0): Detection => ({
  classIndex: cocoClasses.findIndex(([name]) => name === coco),
  score,
  box: { left, top: 0, width: 0.1, height: 0.1 },
})

describe("toLabels", () => {
  it("gathers the instances of a label, surest first, and takes the label's confidence from the surest", () => {
    const [person] = toLabels([found("person", 0.4, 0.1), found("person", 0.5, 0.2)])
    expect(person).toEqual({
      name: "Person",
      confidence: 80,
      parents: [],
      categories: ["Person Description"],
      aliases: ["Human"],
      instances: [
        { confidence: 80, boundingBox: { left: 0.2, top: 0, width: 0.1, height: 0.1 } },
        { confidence: 55, boundingBox: { left: 0.1, top: 0, width: 0.1, height: 0.1 } },
      ],
    })
  })

  it("adds every ancestor without instances, as sure as its surest child", () => {
    const labels = toLabels([found("car", 0.4), found("bus", 0.5, 0.5)])
    const summary = labels.map(({ name, confidence, instances }) => [name, confidence, instances.length])
    expect(summary).toEqual([
      ["Bus", 80, 1],
      ["Transportation", 80, 0],
      ["Vehicle", 80, 0],
      ["Car", 55, 1],
    ])
  })

  it("gives nothing for nothing, and ignores a class that the model does not have", () => {
    expect(toLabels([])).toEqual([])
    expect(toLabels([{ ...found("car", 0.5), classIndex: 80 }])).toEqual([])
  })
})
