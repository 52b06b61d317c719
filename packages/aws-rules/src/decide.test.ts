import { expect, it } from "vitest"
import { decide } from "./decide.ts"
import { readPolicy } from "./policies.ts"

const policy = (...Statement: object[]) => [readPolicy("Role", { Version: "2012-10-17", Statement })]
const getObject = { action: "s3:GetObject", resource: "arn:aws:s3:::photos/a.jpg" }
const allow = { Effect: "Allow", Action: "s3:Get*", Resource: "arn:aws:s3:::photos/*" }

it("allows what a statement allows, and nothing else", () => {
  expect(decide(policy(allow), getObject)).toBe("allowed")
  expect(decide(policy(allow), { ...getObject, action: "s3:PutObject" })).toBe("not allowed")
  expect(decide(policy(allow), { ...getObject, resource: "arn:aws:s3:::other/a.jpg" })).toBe("not allowed")
})

it("denies what a statement denies, whatever others allow", () => {
  expect(decide(policy(allow, { ...allow, Effect: "Deny" }), getObject)).toBe("denied")
})

it("reads NotResource", () => {
  const deny = { Effect: "Deny", Action: "s3:*", NotResource: "arn:aws:s3:::photos/*" }
  expect(decide(policy(deny), { ...getObject, resource: "arn:aws:s3:::other/a.jpg" })).toBe("denied")
  expect(decide(policy(allow, deny), getObject)).toBe("allowed")
})

it.each([
  ["StringEquals", { "aws:SourceAccount": "1" }, "allowed"],
  ["StringEquals", { "aws:SourceAccount": "2" }, "not allowed"],
  ["StringEquals", {}, "not allowed"],
  ["StringNotEquals", { "aws:SourceAccount": "1" }, "not allowed"],
  ["StringNotLike", {}, "allowed"],
])("compares by %s with the context %j", (test, context, expected) => {
  const Condition = { [test]: { "aws:SourceAccount": "1" } }
  expect(decide(policy({ ...allow, Condition }), { ...getObject, context })).toBe(expected)
})

it("refuses what it cannot judge", () => {
  const Condition = { NumericLessThan: { "s3:max-keys": "10" } }
  expect(() => decide(policy({ ...allow, Condition }), getObject)).toThrow("NumericLessThan is not supported")
  expect(() => policy({ ...allow, NotAction: "s3:*" })).toThrow("A statement with NotAction cannot be read")
})
