import { describe, expect, it } from "vitest"
import type { Statement } from "../graph.ts"
import type { ConditionContext } from "./need.ts"
import { compilePolicy } from "./policy.ts"

const allow = (actions: string[], resources: string[], more: Partial<Statement> = {}): Statement => ({
  effect: "Allow",
  actions,
  resources,
  ...more,
})
const arn = "arn:aws:s3:::photos/Incoming/a.jpg"

it.each([
  ["the action in another case", ["S3:getobject"], [arn], true],
  ["a wildcard in the action", ["s3:Get*"], [arn], true],
  ["one character of the action", ["s3:GetObjec?"], [arn], true],
  ["another action", ["s3:GetObjectTagging"], [arn], false],
  ["a wildcard in the resource, over slashes", ["s3:*"], ["arn:aws:s3:::photos/*"], true],
  ["a resource in another case", ["s3:*"], ["arn:aws:s3:::Photos/*"], false],
  [
    "a dot that is no wildcard",
    ["s3:*"],
    ["arn:aws:s3:::photos/Incoming/a?jpg", "arn:aws:s3:::photos.Incoming/a.jpg"],
    true,
  ],
  ["another prefix", ["s3:*"], ["arn:aws:s3:::photos/Thumbnails/*"], false],
  ["everything", ["*"], ["*"], true],
] as const)("judges %s", (_, actions, resources, allowed) => {
  const decide = compilePolicy([allow([...actions], [...resources])], "function F")
  expect(decide({ action: "s3:GetObject", resource: arn }).allowed).toBe(allowed)
})

it("denies what nothing allows, and what is denied explicitly whatever allows it", () => {
  const deny: Statement = { effect: "Deny", actions: ["s3:*"], resources: ["arn:aws:s3:::photos/private/*"] }
  const decide = compilePolicy([allow(["*"], ["*"]), deny], "function F")
  expect(decide({ action: "s3:GetObject", resource: arn }).allowed).toBe(true)
  const secret = { action: "s3:GetObject", resource: "arn:aws:s3:::photos/private/a" }
  expect(decide(secret)).toEqual({ allowed: false, statement: deny })
  expect(compilePolicy([], "function F")(secret)).toEqual({ allowed: false })
})

const source = (value?: string): ConditionContext => ({ "events:source": value })
const rule = (value: string): ConditionContext => ({ "aws:SourceArn": value })
const ruleArn = "arn:aws:events:us-east-1:1:rule/bus/one"

describe("conditions", () => {
  it.each<[string, string, string[], ConditionContext, boolean]>([
    ["StringEquals", "events:source", ["a", "b"], source("b"), true],
    ["StringEquals", "Events:Source", ["a"], source("A"), false],
    ["StringEquals", "events:source", ["a*"], source("ab"), false],
    ["StringEquals", "events:source", ["a"], source(), false],
    ["StringEqualsIgnoreCase", "events:source", ["a"], source("A"), true],
    ["StringNotEquals", "events:source", ["a", "b"], source("b"), false],
    ["StringNotEquals", "events:source", ["a"], source("c"), true],
    ["StringNotEquals", "events:source", ["a"], source(), true],
    ["StringLike", "events:source", ["dark*"], source("darkroom.x"), true],
    ["StringLike", "events:source", ["dark?"], source("darkroom.x"), false],
    ["ArnLike", "aws:SourceArn", ["arn:aws:events:*:1:rule/*"], rule(ruleArn), true],
    ["ArnLike", "aws:SourceArn", ["arn:*:rule/bus/one"], rule(ruleArn), false],
    ["ArnEquals", "aws:SourceArn", [ruleArn], rule(ruleArn), true],
    ["ArnNotLike", "aws:SourceArn", [ruleArn], rule(ruleArn), false],
    ["Bool", "aws:SecureTransport", ["true"], {}, true],
    ["Bool", "aws:SecureTransport", ["false"], {}, false],
    ["ForAllValues:StringEquals", "events:source", ["a"], source("b"), false],
    ["ForAllValues:StringEquals", "events:source", ["a"], source(), true],
    ["ForAnyValue:StringEquals", "events:source", ["a"], source("a"), true],
    ["ForAnyValue:StringEquals", "events:source", ["a"], source(), false],
  ])("%s of %s %j in %j is %s", (test, variable, values, context, holds) => {
    const decide = compilePolicy([allow(["*"], ["*"], { conditions: [{ test, variable, values }] })], "function F")
    expect(decide({ action: "x:Y", resource: "*", context }).allowed).toBe(holds)
  })

  it("need all to hold", () => {
    const conditions = ["events:source", "events:detail-type"].map((variable) => ({
      test: "StringEquals",
      variable,
      values: ["a"],
    }))
    const decide = compilePolicy([allow(["*"], ["*"], { conditions })], "function F")
    const need = (type: string) => ({
      action: "events:PutEvents",
      resource: "*",
      context: { ...source("a"), "events:detail-type": type },
    })
    expect([decide(need("a")).allowed, decide(need("b")).allowed]).toEqual([true, false])
  })
})

it.each<[string, Partial<Statement>]>([
  ["the condition operator IpAddress", { conditions: [{ test: "IpAddress", variable: "aws:SourceIp", values: [] }] }],
  ["a condition on aws:SourceIp", { conditions: [{ test: "StringLike", variable: "aws:SourceIp", values: ["1"] }] }],
  ["a statement with notActions", { notActions: ["s3:*"] } as object],
  ["the effect Maybe", { effect: "Maybe" }],
  ["the policy variable in ${aws:username}/*", { resources: ["${aws:username}/*"] }],
])("refuses a policy with %s instead of guessing", (what, more) => {
  expect(() => compilePolicy([allow(["*"], ["*"], more)], "function F")).toThrow(
    `The policy of function F has ${what}, which the offline engine does not evaluate`,
  )
})
