import { expect, it } from "vitest"
import { manualClock } from "../clock.ts"
import type { Statement } from "../graph.ts"
import { needForDelivery } from "./delivery-need.ts"
import type { Denial } from "./denial.ts"
import { resourcePolicies } from "./resource-policies.ts"
import { rolePolicy } from "./role-policy.ts"

const queue = "arn:aws:sqs:us-east-1:000000000000:work"
const allow = (actions: string[], resources: string[], more: Partial<Statement> = {}): Statement => ({
  effect: "Allow",
  actions,
  resources,
  ...more,
})
const send = { action: "sqs:SendMessage", resource: queue }
const policyOf = (effect: string, type: string, id: string) => ({
  policies: resourcePolicies({
    queues: [
      {
        id: "Work",
        arn: queue,
        policy: {
          statements: [{ effect, actions: ["sqs:*"], resources: [queue], principals: [{ type, identifiers: [id] }] }],
        },
      },
    ],
  }),
})

it("lets a schedule do what its role says", () => {
  const denials: Denial[] = []
  const onDenied = (denial: Denial) => denials.push(denial)
  const { refusal } = rolePolicy("schedule Daily", [allow(["sqs:SendMessage"], [queue])], { onDenied })
  expect(refusal(send)).toBeUndefined()
  const other = { ...send, resource: `${queue}-other` }
  expect(refusal(other)).toBe(
    `User: schedule Daily is not authorized to perform: sqs:SendMessage on resource: ${queue}-other ` +
      "because no identity-based policy allows the sqs:SendMessage action",
  )
  expect(denials).toEqual([{ functionId: "schedule Daily", ...other }])
})

it("denies what the role denies, and what the resource denies", () => {
  const granted = [allow(["*"], ["*"])]
  const deny = { ...allow(["sqs:*"], ["*"]), effect: "Deny" }
  expect(rolePolicy("F", [...granted, deny]).refusal(send)).toContain(
    "with an explicit deny in an identity-based policy",
  )
  expect(rolePolicy("F", granted, policyOf("Deny", "*", "*")).refusal(send)).toContain(
    "with an explicit deny in a resource-based policy",
  )
  expect(rolePolicy("F", [deny], policyOf("Allow", "*", "*")).refusal(send)).toContain("in an identity-based policy")
})

it("needs one of the two policies to allow", () => {
  expect(rolePolicy("F", [], policyOf("Allow", "*", "*")).refusal(send)).toBeUndefined()
  expect(rolePolicy("F", [], policyOf("Allow", "Service", "sns.amazonaws.com")).refusal(send)).toContain("F is not")
  const roleArn = "arn:aws:iam::000000000000:role/F"
  expect(rolePolicy("F", [], { ...policyOf("Allow", "AWS", roleArn), roleArn }).refusal(send)).toBeUndefined()
})

it("tells conditions where the call comes from, and when", () => {
  const clock = manualClock(Date.UTC(2026, 0, 1))
  const may = (test: string, variable: string, value: string) =>
    rolePolicy("F", [allow(["*"], ["*"], { conditions: [{ test, variable, values: [value] }] })], {
      clock,
      region: "us-east-1",
      accountId: "000000000000",
      roleArn: "arn:aws:iam::000000000000:role/F",
      functionArn: "arn:aws:lambda:us-east-1:000000000000:function:F",
    }).refusal(send) === undefined
  expect(may("StringEquals", "aws:RequestedRegion", "us-east-1")).toBe(true)
  expect(may("StringEquals", "aws:PrincipalAccount", "000000000000")).toBe(true)
  expect(may("StringEquals", "aws:ResourceAccount", "000000000000")).toBe(true)
  expect(may("ArnEquals", "lambda:SourceFunctionArn", "arn:aws:lambda:*:*:function:F")).toBe(true)
  expect(may("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/F")).toBe(true)
  expect(may("IpAddress", "aws:SourceIp", "127.0.0.1/32")).toBe(true)
  expect(may("NotIpAddress", "aws:SourceIp", "127.0.0.0/8")).toBe(false)
  expect(may("Bool", "aws:SecureTransport", "true")).toBe(true)
  expect(may("DateEquals", "aws:CurrentTime", "2026-01-01T00:00:00Z")).toBe(true)
  expect(may("NumericEquals", "aws:EpochTime", "1767225600")).toBe(true)
  expect(may("Null", "aws:SourceArn", "true")).toBe(true)
})

it("reads a document's statements as well as Pulumi's", () => {
  const Statement = { Effect: "Allow", Action: "sqs:*", Resource: queue } as unknown as Statement
  const role = rolePolicy("F", [Statement])
  expect(role.refusal(send)).toBeUndefined()
  expect(role.used()).toMatchObject([{ actions: ["sqs:*"], unused: [], calls: { "sqs:SendMessage": 1 } }])
})

it("shows what is granted and never used, and counts what is", () => {
  const role = rolePolicy("F", [
    allow(["s3:Get*", "s3:PutObject"], ["arn:aws:s3:::photos/*"]),
    allow(["s3:*"], ["*"]),
    { ...allow(["s3:DeleteObject"], ["*"]), effect: "Deny" },
    allow(["sqs:SendMessage"], [queue]),
  ])
  const get = { action: "s3:GetObject", resource: "arn:aws:s3:::photos/a" }
  for (const need of [get, get, { ...get, action: "s3:GetObjectTagging" }, { ...get, action: "s3:DeleteObject" }])
    role.refusal(need)
  expect(role.used()).toEqual([
    {
      actions: ["s3:Get*", "s3:PutObject"],
      resources: ["arn:aws:s3:::photos/*"],
      used: ["s3:GetObject", "s3:GetObjectTagging"],
      unused: ["s3:PutObject"],
      calls: { "s3:GetObject": 2, "s3:GetObjectTagging": 1 },
    },
    expect.objectContaining({ unused: [], calls: { "s3:GetObject": 2, "s3:GetObjectTagging": 1 } }),
    { actions: ["sqs:SendMessage"], resources: [queue], used: [], unused: ["sqs:SendMessage"], calls: {} },
  ])
})

it.each([
  [queue, "sqs:SendMessage"],
  ["arn:aws:lambda:us-east-1:000000000000:function:F", "lambda:InvokeFunction"],
  ["arn:aws:sns:us-east-1:000000000000:news", "sns:Publish"],
  ["arn:aws:events:us-east-1:000000000000:event-bus/Bus", "events:PutEvents"],
])("needs for a delivery to %s %s", (resource, action) => {
  expect(needForDelivery(resource)).toEqual({ action, resource })
})

it("knows no delivery to another service", () => {
  expect(() => needForDelivery("arn:aws:states:us-east-1:0:stateMachine:S")).toThrow(
    "does not deliver to arn:aws:states",
  )
})
