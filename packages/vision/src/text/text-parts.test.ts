import { describe, expect, it } from "vitest"
import { legible, weightOf } from "./legible.ts"
import { toText } from "./to-text.ts"

const word = (text: string, confidence: number, x0 = 0, y0 = 0) => {
  return { text, confidence, bbox: { x0, y0, x1: x0 + 100, y1: y0 + 20 } }
}
const line = (...words: ReturnType<typeof word>[]) => ({ words })

describe("legible", () => {
  it("drops lines without a sure word of two letters or digits", () => {
    const rubbish = [line(word("=", 99)), line(word("x", 95), word("|", 90)), line(word("EXIT", 79))]
    expect(legible([...rubbish, line(word("EXIT", 80))], 80)).toEqual([line(word("EXIT", 80))])
  })

  it("keeps weaker words beside a sure one, but not signs", () => {
    const [kept] = legible([line(word("Zone", 90), word("7", 60), word("—", 90), word("of", 59))], 80)
    expect(kept?.words.map(({ text }) => text)).toEqual(["Zone", "7"])
  })
})

describe("weightOf", () => {
  it("prefers more letters and surer ones", () => {
    expect(weightOf([line(word("ab", 90))])).toBeLessThan(weightOf([line(word("abc", 90))]))
    expect(weightOf([line(word("ab", 90))])).toBeLessThan(weightOf([line(word("ab", 95))]))
    expect(weightOf([])).toBe(0)
  })
})

describe("toText", () => {
  const size = { width: 400, height: 200 }

  it("sorts lines by their place and turns boxes back", () => {
    const found = toText([line(word("low", 90, 0, 100)), line(word("high", 90, 50, 0))], 90, size)
    expect(found.map(({ id, parentId, text }) => [id, parentId, text])).toEqual([
      [0, undefined, "high"],
      [1, undefined, "low"],
      [2, 0, "high"],
      [3, 1, "low"],
    ])
    // The picture that was read is 200 wide and 400 high; its x runs up the upright picture.
    expect(found[0]?.boundingBox).toEqual({ left: 0, top: 0.25, width: 0.05, height: 0.5 })
  })

  it("makes a line as sure as its words are in the mean", () => {
    expect(toText([line(word("sure", 90), word("less", 70))], 0, size)[0]).toMatchObject({
      confidence: 80,
      text: "sure less",
    })
  })

  it("is empty for nothing", () => {
    expect(toText([], 0, size)).toEqual([])
  })
})
