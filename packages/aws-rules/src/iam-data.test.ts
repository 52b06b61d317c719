import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { policyProblems } from "./iam-data.ts"
import { readPolicy, resourcePoliciesOf, rolesOf } from "./policies.ts"
import { local, production } from "./stages.fixture.ts"

const docs = join(import.meta.dirname, "../../../docs")

describe("the policies", () => {
  it.each([
    ["production", production],
    ["local", local],
  ])("of the stage %s name actions, resources and condition keys that AWS has", async (_, resources) => {
    const policies = [
      ...rolesOf(resources).flatMap(({ inline, trust }) => [...inline, trust]),
      ...resourcePoliciesOf(resources),
    ]
    expect(policies.length).toBeGreaterThan(60)
    expect(await policyProblems(policies)).toEqual([])
  })

  it.each(["deployer-policy.json", "deployer-boundary.json", "permissions-boundary.json"])(
    "of docs/%s do, too",
    async (file) => {
      expect(await policyProblems([readPolicy(file, readFileSync(join(docs, file), "utf8"))])).toEqual([])
    },
  )
})

const problemsOf = (Action: string | string[], Resource: string | string[], Condition: object = {}) =>
  policyProblems([readPolicy("Role", { Statement: [{ Effect: "Allow", Action, Resource, Condition }] })])

describe("a policy with a mistake is found:", () => {
  it.each([
    ["an action that AWS does not have", "s3:GetObjects", "*", {}, "there is no action s3:GetObjects"],
    ["a service that AWS does not have", "event:PutEvents", "*", {}, "there is no action event:PutEvents"],
    ["a wildcard that matches no action", "sqs:*Mesage", "*", {}, "there is no action sqs:*Mesage"],
    ["all actions of all services", "*", "*", {}, "there is no action *"],
    [
      "a bucket for an action on objects",
      "s3:GetObject",
      "arn:aws:s3:::photos",
      {},
      "s3:GetObject takes none of the resources",
    ],
    [
      "a resource for an action that has none",
      "rekognition:DetectLabels",
      "arn:aws:s3:::photos/*",
      {},
      "rekognition:DetectLabels takes none",
    ],
    [
      "a misspelt condition key",
      "events:PutEvents",
      "*",
      { StringEquals: { "events:Detail": "x" } },
      "there is no condition key events:Detail",
    ],
    [
      "a key of another action",
      "events:DescribeRule",
      "*",
      { StringEquals: { "events:detail-type": "x" } },
      "events:DescribeRule has no condition key",
    ],
    [
      "a global key that does not exist",
      "sqs:SendMessage",
      "*",
      { ArnLike: { "aws:SourceARNs": "x" } },
      "there is no condition key aws:SourceARNs",
    ],
  ])("%s", async (_, action, resource, condition, problem) => {
    const found = await problemsOf(action, resource, condition)
    expect(found).toContainEqual(expect.stringContaining(`Role: ${problem}`))
  })

  it("one resource of several that no action takes", async () => {
    const resources = ["arn:aws:s3:::photos/*", "arn:aws:sqs:us-east-1:1:queue"]
    expect(await problemsOf("s3:GetObject", resources)).toEqual([`Role: no action takes the resource ${resources[1]}`])
  })
})

it("takes what AWS has", async () => {
  expect(await problemsOf(["s3:Get*", "s3:ListBucket"], ["arn:aws:s3:::photos", "arn:aws:s3:::photos/*"])).toEqual([])
  const tagged = { StringEquals: { "s3:ExistingObjectTag/owner": "x", "aws:SourceAccount": "1" } }
  expect(await problemsOf("s3:GetObject", "arn:aws:s3:::photos/*", tagged)).toEqual([])
})
