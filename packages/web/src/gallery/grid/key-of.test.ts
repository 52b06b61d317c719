import { expect, it } from "vitest"
import { keyOf } from "./key-of.ts"

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }

it.each([
  [{ key: "ArrowUp" }, { move: "ArrowUp" }],
  [{ key: "Home" }, { move: "Home" }],
  [{ key: "Home", ctrlKey: true }, { move: "First" }],
  [{ key: "End", metaKey: true }, { move: "Last" }],
  [{ key: " " }, "select"],
  [{ key: " ", shiftKey: true }, "extend"],
  [{ key: "Enter" }, "open"],
  [{ key: "Delete" }, "delete"],
  [{ key: "A", ctrlKey: true }, "all"],
  [{ key: "a" }, null],
  [{ key: "Escape" }, "clear"],
  [{ key: "ArrowLeft", altKey: true }, null],
  [{ key: "c", ctrlKey: true }, null],
  [{ key: "Tab" }, null],
])("%o means %o", (pressed, meaning) => {
  expect(keyOf({ ...none, ...pressed })).toEqual(meaning)
})
