import { expect, it } from "vitest"
import { countAsked, oneOf, plain, reasonOf, shareAsked, shown, confidenceAsked } from "./wording.ts"

const wanted = { negated: false, succeeds: true }
const unwanted = { negated: true, succeeds: true }
const rule = { negated: false, succeeds: false }

it.each([
  [{ min: 2 }, "; at least 2 are asked for", "; at most 1 is allowed", "; the rule asks for at least 2"],
  [{ min: 1 }, "; at least 1 is asked for", "; none is allowed", "; the rule asks for at least 1"],
  [{ max: 2 }, "; at most 2 are allowed", "; at least 3 are asked for", "; the rule asks for at most 2"],
  [
    { min: 2, max: 4 },
    "; 2 to 4 are asked for",
    "; fewer than 2 or more than 4 is asked for",
    "; the rule asks for 2 to 4",
  ],
  [{}, "", "", ""],
])("says how many: %j", (range, plainly, within, looking) => {
  expect([wanted, unwanted, rule].map((voice) => countAsked(range, voice))).toEqual([plainly, within, looking])
})

it("says how large and how sure", () => {
  expect(shareAsked({ min: 0.1 }, wanted)).toBe("; at least 10 % are asked for")
  expect(shareAsked({ min: 0.1 }, unwanted)).toBe("; less than 10 % is allowed")
  expect(shareAsked({ max: 0.07 }, unwanted)).toBe("; more than 7 % is asked for")
  expect(confidenceAsked(80, rule)).toBe("; the rule asks for 80 %")
  expect(confidenceAsked(0, wanted)).toBe("")
})

it("rounds to one decimal, and never across what it is compared with", () => {
  expect([shown(97.44), shown(90, 90), shown(89.96, 90), shown(89.96)]).toEqual(["97.4", "90", "89.96", "90"])
})

it("lists names briefly", () => {
  expect([oneOf("A"), oneOf(["A", "B"]), oneOf(["A", "B", "C", "D"]), oneOf(["A", "B", "C", "D", "E"])]).toEqual([
    "A",
    "A or B",
    "A, B, C or D",
    "A, B, C or 2 more",
  ])
})

it("keeps names from the photo out of the way of the sentence", () => {
  expect(plain("Evil\u202e\n\u0000 Cam ")).toBe("Evil Cam")
  expect(plain("🐕".repeat(60))).toMatch(/^(?:🐕)+…$/u)
})

it("leaves out what does not fit, and says nothing twice", () => {
  expect(reasonOf(["A.", "A.", "B."])).toBe("A. B.")
  const long = Array.from({ length: 9 }, (_, index) => `${index}${"x".repeat(48)}.`)
  expect(reasonOf(long)).toMatch(/\. …$/)
  expect(reasonOf(long).length).toBeLessThanOrEqual(300)
  expect(reasonOf(["y".repeat(400)])).toHaveLength(300)
})
