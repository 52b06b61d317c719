import { expect, it } from "vitest"
import type { Denial } from "./iam.ts"
import { queuePolicies } from "./queue-policies.ts"

const arn = "arn:aws:sqs:us-east-1:1:work"
const rule = "arn:aws:events:us-east-1:1:rule/bus/work"
const statement = {
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: arn,
  Condition: { ArnEquals: { "aws:SourceArn": rule } },
}

function check(...statements: object[]): void {
  queuePolicies([{ id: "Work", arn, policy: { Version: "2012-10-17", Statement: statements } }])(arn, rule)
}

const denied = expect.objectContaining({ code: "AccessDenied" }) as Error

it("lets the rules put in that the policy names", () => {
  check(statement)
  check({ ...statement, Principal: { Service: ["sns.amazonaws.com", "events.amazonaws.com"] }, Action: ["sqs:*"] })
  check({ ...statement, Principal: "*", Condition: { StringEquals: { "aws:SourceAccount": "1" } } })
})

it.each([
  ["another service", { Principal: { Service: "sns.amazonaws.com" } }],
  ["another action", { Action: "sqs:ReceiveMessage" }],
  ["another queue", { Resource: `${arn}-other` }],
  ["another rule", { Condition: { ArnLike: { "aws:SourceArn": [`${rule}-other`] } } }],
  ["a denial", { Effect: "Deny" }],
])("refuses by a policy for %s", (_, change) => {
  expect(() => check({ ...statement, ...change })).toThrow(denied)
})

it("refuses where there is no policy, and reports it", () => {
  const denials: Denial[] = []
  const without = queuePolicies([{ id: "Work", arn }], (denial) => denials.push(denial))
  expect(() => without(arn, rule)).toThrow(denied)
  expect(denials).toEqual([{ functionId: "events.amazonaws.com", action: "sqs:SendMessage", resource: arn }])
})

it("refuses a policy that it cannot judge", () => {
  expect(() => check({ ...statement, NotResource: "x" })).toThrow(
    "The policy of queue Work has a statement with NotResource",
  )
})
