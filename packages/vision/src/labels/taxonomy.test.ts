import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { cocoClasses } from "./coco-classes.ts"
import { humanFolder } from "../sample-image.ts"
import { ancestorsOf, taxonomy } from "./taxonomy.ts"
import type { LabelName } from "./taxonomy.ts"

const names = Object.keys(taxonomy) as LabelName[]

describe("cocoClasses", () => {
  it("lists the model's 80 classes in the model's order", () => {
    const source = readFileSync(join(humanFolder(), "src", "object", "labels.ts"), "utf8")
    const classes = [...source.matchAll(/label: '([^']+)'/g)].map(([, name]) => name)
    expect(classes).toHaveLength(80)
    expect(cocoClasses.map(([coco]) => coco)).toEqual(classes)
  })

  it("gives every class a label of its own in the taxonomy", () => {
    const labels = cocoClasses.map(([, label]) => label)
    expect(new Set(labels).size).toBe(80)
    expect(labels.filter((label) => !(label in taxonomy))).toEqual([])
  })
})

describe("taxonomy", () => {
  it("has every parent as an entry, and no label above itself", () => {
    for (const name of names) {
      expect(taxonomy[name].parents.filter((parent) => !(parent in taxonomy))).toEqual([])
      expect(ancestorsOf(name)).not.toContain(name)
    }
  })

  it("has no label that no class leads to", () => {
    const reachable = new Set(cocoClasses.flatMap(([, label]) => [label, ...ancestorsOf(label)]))
    expect(names.filter((name) => !reachable.has(name))).toEqual([])
  })

  it("says of well-known labels what Rekognition says", () => {
    expect(ancestorsOf("Person")).toEqual([])
    expect(ancestorsOf("Car")).toEqual(["Transportation", "Vehicle"])
    expect(ancestorsOf("Dog")).toEqual(["Animal", "Canine", "Mammal", "Pet"])
    expect(ancestorsOf("TV")).toEqual(["Computer Hardware", "Electronics", "Hardware", "Monitor", "Screen"])
    expect(taxonomy["Mobile Phone"]).toMatchObject({ category: "Technology and Computing", aliases: ["Cell Phone"] })
  })
})
