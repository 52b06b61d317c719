import fc from "fast-check"
import { expect, it } from "vitest"
import type { Statement } from "../graph.ts"
import type { Need } from "./need.ts"
import { compilePolicy } from "./policy.ts"

/** Few names, so that statements and needs meet. */
const action = fc.constantFrom("s3:GetObject", "s3:PutObject", "sqs:SendMessage")
const resource = fc.constantFrom("arn:aws:s3:::photos/a", "arn:aws:s3:::photos/b", "arn:aws:sqs:us-east-1:0:work")
const some = (patterns: fc.Arbitrary<string>) => fc.array(patterns, { minLength: 1, maxLength: 3 })
const condition = fc.record({
  test: fc.constantFrom("StringEquals", "StringNotEquals", "ForAllValues:StringLike", "ForAnyValue:StringLike"),
  variable: fc.constant("s3:prefix"),
  values: some(fc.constantFrom("a", "b", "a*")),
})

function statement(effect: fc.Arbitrary<string>): fc.Arbitrary<Statement> {
  return fc.record({
    effect,
    actions: some(fc.oneof(action, fc.constantFrom("s3:*", "*", "s3:?etObject"))),
    resources: some(fc.oneof(resource, fc.constantFrom("*", "arn:aws:s3:::photos/*"))),
    conditions: fc.array(condition, { maxLength: 1 }),
  })
}

const effects = fc.constantFrom("Allow", "Deny")
const policy = fc.array(statement(effects), { maxLength: 5 })
const need: fc.Arbitrary<Need> = fc.record({
  action,
  resource,
  context: fc.record({ "s3:prefix": fc.constantFrom(undefined, "a", "b", ["a", "b"]) }),
})

const isAllowed = (statements: readonly Statement[], wanted: Need) => compilePolicy(statements, "F")(wanted).allowed

it("denies what any statement denies, whatever allows it", () => {
  fc.assert(
    fc.property(policy, statement(fc.constant("Deny")), need, (statements, denying, wanted) => {
      const isDenied = compilePolicy([denying], "F")(wanted).statements.length > 0
      fc.pre(isDenied)
      expect(isAllowed([...statements, denying], wanted)).toBe(false)
    }),
  )
})

it("decides alike in whatever order the statements are", () => {
  const shuffled = policy.chain((statements) =>
    fc.tuple(fc.constant(statements), fc.shuffledSubarray(statements, { minLength: statements.length })),
  )
  fc.assert(
    fc.property(shuffled, need, ([statements, other], wanted) => {
      expect(isAllowed(other, wanted)).toBe(isAllowed(statements, wanted))
    }),
  )
})

it("takes nothing away by a statement that allows", () => {
  fc.assert(
    fc.property(policy, statement(fc.constant("Allow")), need, (statements, allowing, wanted) => {
      expect(isAllowed([...statements, allowing], wanted) || !isAllowed(statements, wanted)).toBe(true)
    }),
  )
})

it("allows what one statement allows and none denies, and nothing else", () => {
  fc.assert(
    fc.property(policy, need, (statements, wanted) => {
      const meets = (effect: string) =>
        statements.some((one) => one.effect === effect && compilePolicy([one], "F")(wanted).statements.length > 0)
      expect(isAllowed(statements, wanted)).toBe(meets("Allow") && !meets("Deny"))
    }),
  )
})
