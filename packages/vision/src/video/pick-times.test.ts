import { expect, it } from "vitest"
import { pickTimes } from "./pick-times.ts"

const picked = (timestamps: readonly number[], ...args: Parameters<typeof pickTimes>) =>
  timestamps.filter(pickTimes(...args))
const every = (step: number, end: number) => Array.from({ length: Math.ceil(end / step) }, (_, index) => index * step)

it("takes the first picture and then the next of each interval", () => {
  expect(picked(every(40, 2_000), 2_000, {})).toEqual([0, 520, 1_000, 1_520])
})

it("takes one of an interval, also after a gap", () => {
  expect(picked([0, 100, 1_700, 1_800, 2_010], 3_000, {})).toEqual([0, 1_700, 2_010])
})

it("takes every picture of a video that has fewer than are asked for", () => {
  expect(picked([0, 1_000, 2_000], 3_000, { everyMilliseconds: 100 })).toEqual([0, 1_000, 2_000])
})

it("spreads as many as there may be over a long video", () => {
  expect(picked(every(500, 10_000), 10_000, { maxFrames: 4 })).toEqual([0, 2_500, 5_000, 7_500])
})

it("takes the first ones of a video that does not tell how long it is", () => {
  expect(picked(every(500, 10_000), null, { maxFrames: 3 })).toEqual([0, 500, 1_000])
})
