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
  expect(decide(secret)).toEqual({ allowed: false, statements: [deny] })
  expect(compilePolicy([], "function F")(secret)).toEqual({ allowed: false, statements: [] })
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

const decideWith = (more: object) => compilePolicy([allow(["*"], ["*"], more)], "function F")

describe("conditions on values of other kinds", () => {
  const time = { "aws:CurrentTime": "2026-01-01T12:00:00.000Z" }
  const keys = (value: string): ConditionContext => ({ "s3:max-keys": value })
  const address = (value: string): ConditionContext => ({ "aws:SourceIp": value })
  const leading = (...values: string[]): ConditionContext => ({ "dynamodb:LeadingKeys": values })

  it.each<[string, string, string[], ConditionContext, boolean]>([
    ["NumericEquals", "s3:max-keys", ["10"], keys("10.0"), true],
    ["NumericNotEquals", "s3:max-keys", ["10"], keys("10"), false],
    ["NumericNotEquals", "s3:max-keys", ["10"], {}, true],
    ["NumericLessThan", "s3:max-keys", ["10"], keys("9"), true],
    ["NumericLessThan", "s3:max-keys", ["10"], keys("10"), false],
    ["NumericLessThanEquals", "s3:max-keys", ["10"], keys("10"), true],
    ["NumericLessThanEquals", "s3:max-keys", ["10"], {}, false],
    ["NumericLessThanEqualsIfExists", "s3:max-keys", ["10"], {}, true],
    ["NumericLessThanEqualsIfExists", "s3:max-keys", ["10"], keys("11"), false],
    ["NumericGreaterThan", "s3:max-keys", ["10"], keys("ten"), false],
    ["NumericGreaterThanEquals", "s3:max-keys", ["10"], keys("10"), true],
    ["DateEquals", "aws:CurrentTime", ["2026-01-01T12:00:00Z"], time, true],
    ["DateNotEquals", "aws:CurrentTime", ["2026-01-01T12:00:00Z"], time, false],
    ["DateLessThan", "aws:CurrentTime", ["2026-01-01"], time, false],
    ["DateGreaterThan", "aws:CurrentTime", ["1767225600"], time, true],
    ["DateLessThanEquals", "aws:EpochTime", ["2026-01-01T00:00:00Z"], { "aws:EpochTime": "1767225600" }, true],
    ["IpAddress", "aws:SourceIp", ["10.0.0.0/8", "127.0.0.1"], address("127.0.0.1"), true],
    ["IpAddress", "aws:SourceIp", ["127.0.0.0/8"], address("127.1.2.3"), true],
    ["IpAddress", "aws:SourceIp", ["2001:db8::/32"], address("2001:db8:1::2"), true],
    ["IpAddress", "aws:SourceIp", ["10.0.0.0/8"], {}, false],
    ["NotIpAddress", "aws:SourceIp", ["10.0.0.0/8"], address("127.0.0.1"), true],
    ["NotIpAddress", "aws:SourceIp", ["127.0.0.0/8"], address("127.0.0.1"), false],
    ["Null", "s3:prefix", ["true"], {}, true],
    ["Null", "s3:prefix", ["true"], { "s3:prefix": "a" }, false],
    ["Null", "S3:Prefix", ["false"], { "s3:prefix": "a" }, true],
    ["StringLikeIfExists", "s3:prefix", ["home/*"], { "s3:prefix": "home/ada" }, true],
    ["StringEquals", "s3:prefix", ["a?"], { "s3:prefix": "a?" }, true],
    ["StringEquals", "s3:prefix", ["a?"], { "s3:prefix": "ab" }, false],
    ["StringLike", "s3:prefix", ["a${*}"], { "s3:prefix": "a*" }, true],
    ["StringLike", "s3:prefix", ["a${*}"], { "s3:prefix": "ab" }, false],
    [
      "StringEquals",
      "s3:x-amz-server-side-encryption",
      ["AES256"],
      { "s3:x-amz-server-side-encryption": "AES256" },
      true,
    ],
    ["ForAllValues:StringEquals", "dynamodb:LeadingKeys", ["ada", "bob"], leading("ada", "bob"), true],
    ["ForAllValues:StringEquals", "dynamodb:LeadingKeys", ["ada"], leading("ada", "bob"), false],
    ["ForAllValues:StringEquals", "dynamodb:LeadingKeys", ["ada"], leading(), true],
    ["ForAllValues:StringNotEquals", "dynamodb:LeadingKeys", ["ada"], leading("bob", "ada"), false],
    ["ForAnyValue:StringEquals", "dynamodb:LeadingKeys", ["ada"], leading("bob", "ada"), true],
    ["ForAnyValue:StringNotEquals", "dynamodb:LeadingKeys", ["ada"], leading("bob", "ada"), true],
    ["ForAnyValue:StringNotEquals", "dynamodb:LeadingKeys", ["ada"], leading("ada"), false],
    ["ForAnyValue:StringEqualsIfExists", "dynamodb:LeadingKeys", ["ada"], leading(), false],
    ["StringNotEquals", "dynamodb:LeadingKeys", ["ada"], leading("bob", "ada"), false],
  ])("%s of %s %j in %j is %s", (test, variable, values, context, holds) => {
    const decide = decideWith({ conditions: [{ test, variable, values }] })
    expect(decide({ action: "x:Y", resource: "*", context }).allowed).toBe(holds)
  })
})

it("takes what is not named, too", () => {
  const decide = compilePolicy(
    [
      {
        effect: "Allow",
        notActions: ["iam:*"],
        notResources: ["arn:aws:s3:::photos/private/*"],
      } as unknown as Statement,
    ],
    "function F",
  )
  const may = (action: string, resource: string) => decide({ action, resource }).allowed
  expect(may("s3:GetObject", arn)).toBe(true)
  expect(may("iam:PassRole", arn)).toBe(false)
  expect(may("s3:GetObject", "arn:aws:s3:::photos/private/a")).toBe(false)
})

describe("policy variables", () => {
  const may = (pattern: string, resource: string, context: ConditionContext) =>
    compilePolicy([allow(["*"], [pattern])], "function F")({ action: "s3:GetObject", resource, context }).allowed

  it("stand for what the call has", () => {
    const context = { "aws:PrincipalAccount": "123" }
    expect(may("photos/${aws:PrincipalAccount}/*", "photos/123/a", context)).toBe(true)
    expect(may("photos/${aws:principalaccount}/*", "photos/124/a", context)).toBe(false)
  })

  it("match nothing without a value, unless they bring one", () => {
    expect(may("${s3:prefix}*", "photos", {})).toBe(false)
    expect(may("${s3:prefix, 'photos'}/*", "photos/a", {})).toBe(true)
    expect(may("${s3:prefix, 'photos'}/*", "photos/a", { "s3:prefix": "other" })).toBe(false)
  })

  it("are no patterns themselves", () => {
    expect(may("${s3:prefix}", "photos", { "s3:prefix": "*" })).toBe(false)
    expect(may("${s3:prefix}", "*", { "s3:prefix": "*" })).toBe(true)
    expect(may("${s3:prefix}", "${*}", { "s3:prefix": "${*}" })).toBe(true)
  })

  it("stand in conditions, too", () => {
    const conditions = [{ test: "StringEquals", variable: "s3:prefix", values: ["${aws:PrincipalAccount}/"] }]
    const context = { "s3:prefix": "123/", "aws:PrincipalAccount": "123" }
    expect(decideWith({ conditions })({ action: "x:Y", resource: "*", context }).allowed).toBe(true)
  })
})

const condition = (test: string, variable: string, ...values: string[]) => ({
  conditions: [{ test, variable, values }],
})

it.each<[string, object]>([
  ["the condition operator BinaryEquals", condition("BinaryEquals", "s3:prefix", "QQ==")],
  ["the condition operator constructor", condition("constructor", "s3:prefix", "a")],
  ["a condition on aws:SourceVpc", condition("StringLike", "aws:SourceVpc", "vpc-1")],
  ["the value ten for NumericEquals", condition("NumericEquals", "s3:max-keys", "ten")],
  ["the value soon for DateLessThan", condition("DateLessThan", "aws:CurrentTime", "soon")],
  ["the value 10.0.0.0/33 for IpAddress", condition("IpAddress", "aws:SourceIp", "10.0.0.0/33")],
  ["the value maybe for Null", condition("Null", "s3:prefix", "maybe")],
  ["a statement with Extra", { Extra: "x" }],
  ["a statement with both actions and notActions", { notActions: ["s3:*"] }],
  ["a statement with neither resources nor notResources", { resources: undefined }],
  ["a statement with a principal", { principals: [{ type: "AWS", identifiers: ["*"] }] }],
  ["the effect Maybe", { effect: "Maybe" }],
  ["the policy variable in ${aws:username}/*", { resources: ["${aws:username}/*"] }],
])("refuses a policy with %s instead of guessing", (what, more) => {
  expect(() => decideWith(more)).toThrow(
    `The policy of function F has ${what}, which the offline engine does not evaluate`,
  )
})
