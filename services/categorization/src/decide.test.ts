import type { RuleSet } from "@darkroom/events"
import { expect, it } from "vitest"
import { decide } from "./decide.ts"
import { face, factsWith, label } from "./facts.fixture.ts"

const rules: RuleSet = {
  name: "portraits",
  rules: [
    { name: "animals", when: { label: { parent: "Animal", minConfidence: 80 } }, category: "failure" },
    { name: "readable", when: { text: { lines: { min: 3 } } }, category: "review" },
    { name: "faces", when: { faces: { count: { min: 1, max: 2 } } }, category: "success" },
  ],
  otherwise: "failure",
  filing: { kind: "none" },
}
const dog = label("Dog", 95, { parents: ["Animal"] })
const denied = { feature: "text", code: "AccessDeniedException", message: "Not allowed." } as const

it("decides by the first rule that holds", () => {
  expect(decide(factsWith({ labels: [dog], faces: [face(99)] }), rules)).toEqual({
    rule: "animals",
    category: "failure",
    reason: "Dog (a kind of Animal) was seen at 95 %; the rule asks for 80 %.",
  })
})

it("tells, where none holds, what the rules for success miss", () => {
  const reason = "3 faces were seen; 1 to 2 are asked for."
  expect(decide(factsWith({ faces: [face(99), face(98), face(97)] }), rules)).toEqual({
    rule: null,
    category: "failure",
    reason,
  })
})

it("tells, where success is what remains, that nothing is against it", () => {
  const reason = "No kind of Animal was seen. No line was read; the rule asks for at least 3."
  expect(decide(factsWith(), { ...rules, otherwise: "success" })).toEqual({ rule: null, category: "success", reason })
})

it("leaves a photo to a person as soon as a rule cannot be decided", () => {
  const facts = factsWith({ features: ["labels", "faces"], failed: [denied], faces: [face(99)] })
  const reason = 'Text could not be read (AccessDeniedException), so the rule "readable" could not be decided.'
  expect(decide(facts, rules)).toEqual({ rule: null, category: "review", reason })
})

it("does not ask what a rule before has decided", () => {
  const facts = factsWith({ features: ["labels"], failed: [denied], labels: [dog] })
  expect(decide(facts, rules).rule).toBe("animals")
})

it("names everything that a rule misses", () => {
  const several = {
    ...rules,
    rules: [{ name: "all", when: { all: rules.rules.map(({ when }) => when) }, category: "success" as const }],
  }
  expect(decide(factsWith({ features: ["labels"], failed: [denied], labels: [dog] }), several).reason).toBe(
    'Text could not be read (AccessDeniedException); Faces were not looked for, so the rule "all" could not be decided.',
  )
})

it("has a reason even without rules", () => {
  expect(decide(factsWith(), { ...rules, rules: [] }).reason).toBe("No rule looks at the photo.")
})
