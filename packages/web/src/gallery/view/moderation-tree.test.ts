import { expect, it } from "vitest"
import { moderationTree } from "./moderation-tree.ts"

const label = (name: string, parent: string | null, confidence = 90) => ({ name, parent, confidence })

it("puts labels under their parents, however deep", () => {
  const labels = [label("Blood", "Gore"), label("Gore", "Violence", 95), label("Violence", null), label("Rude", null)]
  expect(moderationTree(labels)).toEqual([
    {
      name: "Violence",
      confidence: 90,
      children: [{ name: "Gore", confidence: 95, children: [{ name: "Blood", confidence: 90, children: [] }] }],
    },
    { name: "Rude", confidence: 90, children: [] },
  ])
})

it("names a parent once that is not in the list itself", () => {
  expect(moderationTree([label("Blood", "Violence"), label("Weapons", "Violence")])).toEqual([
    {
      name: "Violence",
      confidence: null,
      children: [
        { name: "Blood", confidence: 90, children: [] },
        { name: "Weapons", confidence: 90, children: [] },
      ],
    },
  ])
})

it("takes a label that is its own parent for one without", () => {
  expect(moderationTree([label("Rude", "Rude")])).toEqual([{ name: "Rude", confidence: 90, children: [] }])
})
