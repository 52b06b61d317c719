import { expect, it } from "vitest"
import { viewKeyOf } from "./view-key.ts"

const none = { ctrlKey: false, metaKey: false, altKey: false }

it("means something by itself, whatever its case", () => {
  const keys = ["ArrowLeft", "i", "I", "b", "+", "-", "Escape", "x"]
  expect(keys.map((key) => viewKeyOf({ ...none, key }, false))).toEqual([
    "previous",
    "info",
    "info",
    "boxes",
    "zoomIn",
    "zoomOut",
    "close",
    null,
  ])
})

it("is the browser's with a modifier, and a field's in a field, but Escape always closes", () => {
  expect(viewKeyOf({ ...none, key: "+", ctrlKey: true }, false)).toBeNull()
  expect(viewKeyOf({ ...none, key: "ArrowLeft" }, true)).toBeNull()
  expect(viewKeyOf({ ...none, key: "Escape" }, true)).toBe("close")
})
