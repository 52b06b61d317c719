import { expect, it } from "vitest"
import { archiveText } from "./archive-text.ts"

const since = "2026-12-21T12:00:00.000Z"
const until = "2027-01-05T12:00:00.000Z"
const IN_VAIN = "It cannot be downloaded before it is restored."

it("says until when a restored original can be had, and when it cannot", () => {
  expect(archiveText({ since, until: null }, 0)).toContain(IN_VAIN)
  expect(archiveText({ since, until }, Date.parse(until) - 1)).toMatch(/A restored copy can be downloaded until .*2027/)
  expect(archiveText({ since, until }, Date.parse(until))).toContain(IN_VAIN)
})
