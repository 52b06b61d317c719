import { describe, expect, it } from "vitest"
import { bytesText, limitsLeft } from "./limits-left.ts"

const me = (photos: number, bytes: number) => ({
  limits: { photosPerDay: 500, bytesPerDay: 5e9, parallelUploads: 4, bytesPerPhoto: 5e7, bytesPerVideo: 2e9 },
  used: { photos, bytes, uploads: 0 },
})

describe("limitsLeft", () => {
  it("says what is left of the whole", () => {
    const [photos, space] = limitsLeft(me(125, 4e9))
    expect(photos).toMatchObject({ text: "375 of 500", share: 0.75 })
    expect(space).toMatchObject({ text: "1 GB of 5 GB", share: 0.2 })
  })

  it("never says less than nothing", () => {
    expect(limitsLeft(me(600, 6e9)).map(({ text, share }) => [text, share])).toEqual([
      ["0 of 500", 0],
      ["0 B of 5 GB", 0],
    ])
  })
})

describe("bytesText", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1 kB"],
    [3_440_000, "3.4 MB"],
    [34_400_000, "34 MB"],
    [2e15, "2000 TB"],
  ])("writes %d as %s", (bytes, text) => {
    expect(bytesText(bytes)).toBe(text)
  })
})
