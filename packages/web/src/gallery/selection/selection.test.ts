import { describe, expect, it } from "vitest"
import { allSelected, extendedTo, kept, nothingSelected, toggled } from "./selection.ts"

const order = ["a", "b", "c", "d", "e"]

describe("selection", () => {
  it("selects and unselects one photo", () => {
    const one = toggled(nothingSelected, "b")
    expect([...one.ids]).toEqual(["b"])
    expect(toggled(one, "b").ids.size).toBe(0)
    expect(nothingSelected.ids.size).toBe(0)
  })

  it("selects a range in either direction, and keeps its anchor", () => {
    const anchored = toggled(nothingSelected, "c")
    const down = extendedTo(anchored, "e", order)
    expect([...down.ids]).toEqual(["c", "d", "e"])
    expect([...extendedTo(down, "b", order).ids].toSorted()).toEqual(["b", "c", "d", "e"])
    expect(extendedTo(down, "b", order).anchor).toBe("c")
  })

  it("adds a range to what was selected before", () => {
    const two = toggled(toggled(nothingSelected, "a"), "c")
    expect([...extendedTo(two, "d", order).ids].toSorted()).toEqual(["a", "c", "d"])
  })

  it("selects the photo alone where there is nothing to begin a range at", () => {
    expect(extendedTo(nothingSelected, "d", order)).toEqual({ ids: new Set(["d"]), anchor: "d" })
    expect(extendedTo(toggled(nothingSelected, "gone"), "d", order).ids.has("d")).toBe(true)
  })

  it("drops what is gone, and is the same object where nothing is", () => {
    const all = allSelected(toggled(nothingSelected, "a"), order)
    expect(kept(all, order)).toBe(all)
    expect(kept(all, ["b", "c"])).toEqual({ ids: new Set(["b", "c"]), anchor: null })
  })
})
