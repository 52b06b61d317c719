import { expect, it } from "vitest"
import { coverOf } from "./cover-of.ts"

const label = (name: string, parent: string | null) => ({ name, parent, confidence: 55 })

it("shows a photo in clear that is clean, or that nobody looked through", () => {
  expect(coverOf({ moderation: [] }, false)).toEqual({ kind: "none" })
  expect(coverOf({}, false)).toEqual({ kind: "none" })
})

it("waits until it is known, or cannot be", () => {
  expect(coverOf(undefined, false)).toEqual({ kind: "waiting" })
  expect(coverOf(undefined, true)).toEqual({ kind: "none" })
})

it("blurs one that may be sensitive, however sure that is, and names the kinds of reasons", () => {
  const labels = [label("Blood", "Violence"), label("Violence", null), label("Smoking", "Tobacco"), label("Rude", null)]
  expect(coverOf({ moderation: labels }, false)).toEqual({ kind: "blurred", reason: "Violence, Tobacco, and Rude" })
})
