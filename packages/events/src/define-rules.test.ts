import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { type Condition, defineRules, intakeProfiles, InvalidRuleSet, type RuleSet } from "./index.ts"

const withRule = (when: Condition): RuleSet => ({
  name: "mine",
  rules: [{ name: "it", when, category: "success" }],
  otherwise: "review",
  filing: { kind: "tag" },
})

it("takes every shipped rule set", () => {
  const shipped = intakeProfiles.flatMap(({ rules }) => rules ?? [])
  expect(shipped.length).toBeGreaterThanOrEqual(6)
  for (const rules of shipped) expect(defineRules(rules)).toBe(rules)
})

it.each<[Condition, string]>([
  [{ text: { pattern: "(" } }, "the pattern /(/ cannot be used"],
  [{ text: { pattern: "(a+)+$" } }, "the pattern /(a+)+$/ could take too long"],
  [{ all: [{ none: [{ text: { pattern: "[" } }] }] }, "the pattern /[/ cannot be used"],
  [{ any: [] }, '"any" of nothing'],
  [{ label: { name: "" } }, "an empty name"],
  [{ label: { category: [] } }, "an empty name"],
  [{ label: { minConfidence: 101 } }, "101 is no confidence"],
  [{ label: { minConfidence: Number.NaN } }, "NaN is no confidence"],
  [{ label: { count: { min: 3, max: 2 } } }, "count ends before it begins: 3 to 2"],
  [{ label: { area: { min: 10 } } }, "area has an end that it cannot have: 10"],
  [{ faces: { count: { min: 0.5 } } }, "count has an end"],
  [{ moderation: { minConfidence: -1 } }, "-1 is no confidence"],
  [{ celebrity: { name: [""] } }, "an empty name"],
  [{ camera: { make: "" } }, "an empty name"],
  [{ place: { circle: { latitude: 91, longitude: 0, radiusKm: 1 } } }, "there is no circle"],
  [{ place: { box: { south: 2, north: 1, west: 0, east: 1 } } }, "there is no box"],
  [{ taken: { from: "2026-02-30" } }, '"2026-02-30" is no day'],
  [{ taken: { from: "2026-2-3" } }, '"2026-2-3" is no day'],
  [{ taken: { from: "2026-03-01", to: "2026-02-01" } }, "the days end before they begin"],
])("refuses %j: %s", (when, problem) => {
  const define = () => defineRules(withRule(when))
  expect(define).toThrow(InvalidRuleSet)
  expect(define).toThrow(`The rule set "mine" cannot be used: rule "it": ${problem}`)
})

it("takes a box over the antimeridian, and ends that are equal", () => {
  const conditions: Condition[] = [
    { place: { box: { south: -20, north: -20, west: 170, east: -170 } } },
    { label: { count: { min: 2, max: 2 } } },
    { taken: { from: "2024-02-29", to: "2024-02-29" } },
  ]
  for (const when of conditions) expect(() => defineRules(withRule(when))).not.toThrow()
})

it("refuses two rules of one name and a prefix that is no folder", () => {
  const once = withRule({ faces: {} })
  expect(() => defineRules({ ...once, rules: [...once.rules, ...once.rules] })).toThrow('two rules are named "it"')
  const filing = { kind: "move", prefix: "done", archiveAfterDays: 0.5 } as const
  expect(() => defineRules({ ...once, filing })).toThrow(
    'the prefix "done" does not end in /; 0.5 is no number of days',
  )
})

it("has every profile and rule set in the documentation", () => {
  const docs = readFileSync(new URL("../../../docs/profiles.md", import.meta.url), "utf8").split("\n")
  const rowOf = (...cells: string[]) => docs.find((line) => cells.every((cell) => line.includes(`| \`${cell}\` `)))
  for (const { name, keys, rules } of intakeProfiles) {
    expect(rowOf(name, keys), name).toBeDefined()
    if (rules === null) continue
    expect(rowOf(name, keys, rules.name), name).toBeDefined()
    expect(rowOf(rules.name), rules.name).toBeDefined()
    if (rules.filing.kind === "move") expect(rowOf(name)).toContain(`moved to \`${rules.filing.prefix}\``)
  }
})
