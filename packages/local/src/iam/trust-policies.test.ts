import { expect, it } from "vitest"
import type { Denial } from "./denial.ts"
import { trustPolicies } from "./trust-policies.ts"

const arn = "arn:aws:iam::000000000000:role/tell"
const source = "arn:aws:rekognition:us-east-1:000000000000:*"
const service = "rekognition.amazonaws.com"
const assume = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }

function trusting(Statement: object) {
  const denied: Denial[] = []
  const trust = { Version: "2012-10-17", Statement }
  const onDenied = (denial: Denial) => void denied.push(denial)
  const refusal = trustPolicies([{ id: "Tell", arn, trust, statements: [] }], { accountId: "000000000000", onDenied })
  return { refusal, denied }
}

it("lets the service in that the role trusts", () => {
  expect(trusting(assume).refusal(service, arn, source)).toBeUndefined()
  expect(trusting([assume]).refusal(service, arn, source)).toBeUndefined()
})

it("lets it in for the account that a condition names, and for no other", () => {
  const only = (account: string) => ({ ...assume, Condition: { StringEquals: { "aws:SourceAccount": account } } })
  expect(trusting(only("000000000000")).refusal(service, arn, source)).toBeUndefined()
  expect(trusting(only("111111111111")).refusal(service, arn, source)).toContain("does not let")
})

it("reports a service that the role does not trust, and a role that is not there", () => {
  const { refusal, denied } = trusting({ ...assume, Principal: { Service: "lambda.amazonaws.com" } })
  expect(refusal(service, arn, source)).toBe(`The trust policy of ${arn} does not let ${service} take it on`)
  expect(refusal(service, "arn:other", source)).toBe(`There is no role arn:other for ${service} to take on`)
  const action = "sts:AssumeRole"
  expect(denied).toEqual([
    { functionId: service, action, resource: arn },
    { functionId: service, action, resource: "arn:other" },
  ])
})

it("reads a policy as Pulumi's getPolicyDocument describes it", () => {
  const statements = [{ actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: [service] }] }]
  const role = { id: "Tell", arn, trust: { statements }, statements: [] }
  expect(trustPolicies([role], { accountId: "000000000000" })(service, arn, source)).toBeUndefined()
})
