import { describe, expect, it } from "vitest"
import { clockText, durationText, lengthText, localTimeText, momentText, takenAtText } from "./times.ts"

describe("takenAtText", () => {
  it("shows the clock of the place, whatever the reader's zone", () => {
    expect(takenAtText({ local: "2026-07-14T18:02:11", offset: "+02:00" }, "en-GB")).toEqual({
      time: "14 Jul 2026, 18:02:11",
      zone: "UTC+02:00",
    })
  })

  it("says that nothing tells the offset", () => {
    expect(takenAtText({ local: "2026-07-14T18:02:11", offset: null }, "en-GB").zone).toBe("local time, zone unknown")
  })

  it("has a minus for the west, and UTC for nought", () => {
    expect(takenAtText({ local: "2026-07-14T18:02:11", offset: "-09:30" }).zone).toBe("UTC−09:30")
    expect(takenAtText({ local: "2026-07-14T18:02:11", offset: "+00:00" }).zone).toBe("UTC")
  })

  it("ignores a zone that came along, and gives back what it cannot read", () => {
    expect(localTimeText("2026-07-14T18:02:11.250Z", "en-GB")).toBe("14 Jul 2026, 18:02:11")
    expect(localTimeText("long ago")).toBe("long ago")
    expect(momentText("long ago")).toBe("long ago")
  })

  it("shows moments in the reader's zone", () => {
    expect(momentText(new Date(2026, 10, 21, 9, 5).toISOString(), "en-GB")).toBe("21 Nov 2026, 09:05")
  })
})

describe("durationText", () => {
  it.each([
    [0, "0 ms"],
    [-3, "0 ms"],
    [850.4, "850 ms"],
    [999.7, "1.0 s"],
    [4240, "4.2 s"],
    [12_300, "12 s"],
    [59_600, "1 min"],
    [125_000, "2 min 5 s"],
    [3_600_000, "1 h"],
    [11_520_000, "3 h 12 min"],
    [432_000_000, "5 days"],
  ])("%i ms is %s", (milliseconds, text) => {
    expect(durationText(milliseconds)).toBe(text)
  })
})

it.each([
  [0, "0:00"],
  [4_999, "0:04"],
  [65_000, "1:05"],
  [3_723_000, "1:02:03"],
])("writes %i ms into a video as %s", (milliseconds, text) => {
  expect(clockText(milliseconds)).toBe(text)
})

it.each([
  [0, "0:01"],
  [4_600, "0:05"],
  [59_700, "1:00"],
])("writes the length of %i ms as %s", (milliseconds, text) => {
  expect(lengthText(milliseconds)).toBe(text)
})
