import { expect, it } from "vitest"
import { shortName } from "./short-name.ts"
import { photo } from "./testing-uploads.ts"
import { againText, leftText, stateText, summaryText } from "./texts.ts"
import { totalsOf } from "./totals.ts"
import { newItem, type UploadItem } from "./upload-item.ts"

const NOON = new Date(2026, 4, 1, 12).getTime()
const HOUR = 3_600_000
const item = (patch: Partial<UploadItem>): UploadItem => ({
  ...newItem(photo("a.jpg"), { clientId: "c1", albumId: undefined, order: 1 }),
  ...patch,
})

it("shortens names in their middle, by whole characters", () => {
  expect(shortName("a.jpg")).toBe("a.jpg")
  expect(shortName(`${"n".repeat(296)}.jpg`)).toBe(`${"n".repeat(19)}…nnnnnn.jpg`)
  expect(shortName(`${"👨‍👩‍👧".repeat(50)}.jpg`)).toBe(`${"👨‍👩‍👧".repeat(19)}…${"👨‍👩‍👧".repeat(6)}.jpg`)
})

it("says when it goes on, in the person's time", () => {
  expect(againText(NOON + 4000, NOON)).toBe("Goes on in 4 seconds.")
  expect(againText(NOON + 2 * HOUR, NOON)).toMatch(/^Goes on at 0?(2:00|14:00)/)
  expect(againText(NOON + 14 * HOUR, NOON, true)).toMatch(/^Try again tomorrow at 0?2:00/)
  expect(againText(NOON + 50 * HOUR, NOON, true)).toMatch(/^Try again on Sunday at/)
  expect(againText(NOON - 1, NOON)).toBe("Goes on now.")
})

it("says how an item stands", () => {
  expect(stateText(item({ state: "uploading", sent: 2 }), NOON)).toBe("40 % uploaded")
  expect(stateText(item({ state: "uploading", sent: 5 }), NOON)).toBe("Finishing")
  expect(stateText(item({ state: "hashing" }), NOON)).toBe("Being checked")
  expect(stateText(item({ state: "hashing", checked: 3 }), NOON)).toBe("60 % checked")
  expect(stateText(item({ kept: "memory" }), NOON)).toMatch(/leave the page open/)
  const error = { code: "LimitReached", message: "Enough for today.", retryable: true, opensAt: NOON + 3000 }
  expect(stateText(item({ state: "held", error }), NOON)).toBe("Enough for today. Goes on in 3 seconds.")
})

it("sums up in one sentence", () => {
  const items = [item({ state: "done" }), item({ state: "uploaded" }), item({ state: "failed" }), item({})]
  expect(summaryText(totalsOf(items, 0))).toBe("2 of 4 uploaded, 1 failed")
  expect(summaryText(totalsOf([item({ state: "cancelled" }), item({ state: "duplicate" })], 0))).toBe(
    "0 of 1 uploaded, 1 already there",
  )
})

it("says how long it takes, no more exactly than it knows", () => {
  expect([3, 42, 90, 5000].map(leftText)).toEqual([
    "about 5 seconds left",
    "about 45 seconds left",
    "about 2 minutes left",
    "about 1 hour left",
  ])
})

it("knows no time while nothing moves", () => {
  const held = totalsOf([item({ state: "held" })], 1000)
  expect([held.speed, held.secondsLeft, held.active]).toEqual([0, undefined, 1])
})
