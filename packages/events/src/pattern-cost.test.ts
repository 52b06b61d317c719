import { expect, it } from "vitest"
import { MAX_LINE_LENGTH, MAX_PATTERN_COST, patternCost } from "./pattern-cost.ts"

it.each([
  ["invoice", 1],
  ["invoice|receipt", 2],
  ["^[A-Z]{2}\\d{2}(?: ?[\\dA-Z]{4}){3,7}$", 640],
  ["a*", 200],
  ["a+", 200],
  ["colou?r", 2],
  ["(?<year>\\d{4})-\\d\\d", 1],
  ["[)(|*+]+x", 200],
  ["\\(\\*\\+\\p{Lu}\\u{1f600}", 1],
  ["\\u{41}*", 200],
  ["(?=x)(?:y|z)", 2],
  ["a{0}", 1],
])("%s can be tried in %d ways", (pattern, cost) => expect(patternCost(pattern)).toBe(cost))

it.each(["(a+)+$", "(a|a)*b", "(?:a|aa)+$", "(a?){50}a{50}", "(.*,){12}P", "([a-z]+\\d?)*$", "a*a*a*b", "(a?){13}b"])(
  "%s could take too long",
  (pattern) => expect(patternCost(pattern)).toBeGreaterThan(MAX_PATTERN_COST),
)

it.each(["(", "[", "a{2,1}", "(?<x>a)\\k<x>", "(a)\\1", "\\"])("%s is not allowed", (pattern) => {
  expect(() => patternCost(pattern)).toThrow(SyntaxError)
})

it.each(["a*a*b", "(a?){12}b", ".+.+!", "(?:a|aa)a*b"])(
  "%s takes less than two seconds on the worst line",
  (pattern) => {
    expect(patternCost(pattern)).toBeLessThanOrEqual(MAX_PATTERN_COST)
    const start = process.cpuUsage().user
    expect(new RegExp(pattern, "iu").test("a".repeat(MAX_LINE_LENGTH))).toBe(false)
    expect((process.cpuUsage().user - start) / 1_000).toBeLessThan(2_000)
  },
)
