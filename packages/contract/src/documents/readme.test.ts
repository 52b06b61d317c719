import { expect, it } from "vitest"
import { claimedEvents, summaryOf } from "./readme.ts"

const names = ["ImageTagged", "ImageTaggedTwice", "ImageMoved"]
const readme = (body: string) => `# tagging\n\nLooks at a photo,\nand says so.\n\n${body}\n`

it("says what a service is for in one line", () => {
  expect(summaryOf(readme(""))).toBe("Looks at a photo, and says so.")
})

it.each([
  [
    "items of a list",
    "- **Consumes** ImageMoved, and\n  ImageTagged.\n- **Emits** nothing.\n- **Tells** of ImageMoved.",
    ["ImageTagged", "ImageMoved"],
    [],
  ],
  [
    "columns of a table",
    "| function | consumes | emits |\n| --- | --- | --- |\n| a | ImageMoved | |\n| b | | ImageTagged |",
    ["ImageMoved"],
    ["ImageTagged"],
  ],
  ["neither", "It consumes ImageMoved.\n\n| event | when |\n| --- | --- |\n| ImageTagged | now |", [], []],
  ["a name that begins like another", "- **Consumes** ImageTaggedTwice.", ["ImageTaggedTwice"], []],
])("finds events in %s", (_, body, consumes, emits) => {
  expect(claimedEvents(readme(body), names)).toEqual({ consumes, emits })
})
