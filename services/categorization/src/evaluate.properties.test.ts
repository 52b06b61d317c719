import type { Condition } from "@darkroom/events"
import fc from "fast-check"
import { expect, it } from "vitest"
import { evaluate } from "./evaluate.ts"
import type { Facts } from "./facts.ts"
import { face, factsWith, label, line, metadata, unsafe } from "./facts.fixture.ts"
import type { Truth } from "./outcome.ts"
import { reasonOf } from "./wording.ts"

const NAMES = ["Dog", "Cat", "Bird"]
const name = fc.constantFrom(...NAMES)
const minConfidence = fc.integer({ min: 0, max: 100 })
const confidence = fc.double({ min: 0, max: 100, noNaN: true })
const box = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))

const someLabel = fc
  .record({ name, confidence, boxes: fc.array(box, { maxLength: 3 }), parents: fc.subarray(NAMES) })
  .map(({ name: of, confidence: sure, boxes, parents }) => label(of, sure, { boxes, parents }))

const facts: fc.Arbitrary<Facts> = fc
  .record({
    features: fc.subarray(["labels", "faces", "text", "moderation"] as const),
    labels: fc.uniqueArray(someLabel, { selector: (one) => one.name }),
    faces: fc.array(
      confidence.map((sure) => face(sure)),
      { maxLength: 3 },
    ),
    text: fc.array(
      confidence.map((sure) => line("some text", sure)),
      { maxLength: 3 },
    ),
    moderation: fc.array(
      confidence.map((sure) => unsafe("Violence", sure)),
      { maxLength: 2 },
    ),
    metadata: fc.constantFrom(metadata, null, { ...metadata, location: null, takenAt: null }),
  })
  .map((changes) => factsWith({ ...changes, features: [...changes.features] }))

const range = fc.record({ min: fc.nat(3) }, { requiredKeys: [] })
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ label: fc.record({ name, minConfidence, count: range }, { requiredKeys: [] }) }),
  fc.record({ label: fc.record({ parent: name, minConfidence }) }),
  fc.record({ faces: fc.record({ count: range, minConfidence }, { requiredKeys: [] }) }),
  fc.record({ text: fc.record({ minConfidence, lines: range }, { requiredKeys: [] }) }),
  fc.record({ moderation: fc.record({ minConfidence }) }),
  fc.constant({ place: { circle: { latitude: 43, longitude: 11, radiusKm: 500 } } }),
  fc.constant({ taken: { from: "2026-01-01" } }),
)

const { condition } = fc.letrec<{ condition: Condition }>((tie) => {
  const several = fc.array(tie("condition"), { minLength: 1, maxLength: 3 })
  const nested = fc.oneof(fc.record({ all: several }), fc.record({ any: several }), fc.record({ none: several }))
  return { condition: fc.oneof({ maxDepth: 3 }, leaf, nested as fc.Arbitrary<Condition>) }
})
const conditions = fc.array(condition, { minLength: 1, maxLength: 3 })

const truth = (of: Condition, known: Facts): Truth => evaluate(of, known).value
const not = (of: Condition): Condition => ({ none: [of] })

it("not not is the same", () => {
  fc.assert(
    fc.property(condition, facts, (of, known) => {
      expect(truth(not(not(of)), known)).toBe(truth(of, known))
    }),
  )
})

it("keeps De Morgan's laws, unknown included", () => {
  fc.assert(
    fc.property(conditions, facts, (several, known) => {
      expect(truth(not({ all: several }), known)).toBe(truth({ any: several.map(not) }, known))
      expect(truth({ none: several }, known)).toBe(truth({ all: several.map(not) }, known))
    }),
  )
})

it("never changes its mind when more becomes known: what was decided without a feature stays", () => {
  fc.assert(
    fc.property(condition, facts, (of, known) => {
      const before = truth(of, known)
      const complete = factsWith({ ...known, features: ["labels", "faces", "text", "moderation"] })
      if (before !== "unknown") expect(truth(of, complete)).toBe(before)
    }),
  )
})

it("says the same of labels in any order", () => {
  fc.assert(
    fc.property(condition, facts, (of, known) => {
      expect(evaluate(of, { ...known, labels: known.labels.toReversed() })).toEqual(evaluate(of, known))
    }),
  )
})

it("is not changed by a label that no condition names", () => {
  const named = fc.record({ label: fc.record({ name, minConfidence, count: range }) })
  fc.assert(
    fc.property(named, facts, confidence, (of, known, sure) => {
      const more = { ...known, labels: [label("Teapot", sure), ...known.labels] }
      expect(evaluate(of, more)).toEqual(evaluate(of, known))
    }),
  )
})

it("never becomes true by asking for more", () => {
  const rising = fc.tuple(minConfidence, minConfidence).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
  const kind = fc.constantFrom<((min: number) => Condition)[]>(
    (min) => ({ label: { name: "Dog", minConfidence: min } }),
    (min) => ({ label: { minConfidence: min, count: { min: 1 } } }),
    (min) => ({ label: { area: { min: min / 100 } } }),
    (min) => ({ label: { count: { min } } }),
    (min) => ({ faces: { minConfidence: min } }),
    (min) => ({ text: { minConfidence: min, lines: { min: 2 } } }),
    (min) => ({ moderation: { minConfidence: min } }),
  )
  fc.assert(
    fc.property(kind, rising, facts, (of, [less, more], known) => {
      if (truth(of(less), known) === false) expect(truth(of(more), known)).toBe(false)
    }),
  )
})

it("always has a reason, of at most 300 characters", () => {
  fc.assert(
    fc.property(condition, facts, fc.boolean(), (of, known, succeeds) => {
      const reason = reasonOf(evaluate(of, known, { negated: false, succeeds }).because)
      expect(reason.length).toBeGreaterThan(0)
      expect(reason.length).toBeLessThanOrEqual(300)
      expect(reason).not.toMatch(/undefined|NaN|Infinity| -\d/)
    }),
  )
})
