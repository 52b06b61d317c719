import { expect, it } from "vitest"
import { nothingFound } from "./nothing-found.ts"

it("says what was looked for in vain", () => {
  expect(nothingFound({ faces: [] })).toBe("No faces found.")
  expect(nothingFound({ faces: [], celebrities: [], text: [], moderation: [] })).toBe(
    "No faces, celebrities, or text found. Nothing sensitive found.",
  )
})

it("says nothing of what nobody looked for, nor of what was found", () => {
  expect(nothingFound({})).toBe("")
  expect(nothingFound({ moderation: [{ name: "Violence", parent: null, confidence: 90 }] })).toBe("")
})
