import { describe, expect, it } from "vitest"
import { manualClock } from "../clock.ts"
import type { Denial } from "./denial.ts"
import type { ServicePrincipal } from "./principals.ts"
import { type PolicedResources, resourcePolicies, type ServiceCall } from "./resource-policies.ts"

const account = "000000000000"
const queue = `arn:aws:sqs:us-east-1:${account}:work`
const topic = `arn:aws:sns:us-east-1:${account}:news`
const bucket = "arn:aws:s3:::photos"
const fn = `arn:aws:lambda:us-east-1:${account}:function:Thumbnail`
const rule = `arn:aws:events:us-east-1:${account}:rule/bus/work`
const role = `arn:aws:iam::${account}:role/ThumbnailRole`
const root = `arn:aws:iam::${account}:root`
const denied = expect.objectContaining({ code: "AccessDenied", status: 403 }) as Error

/** As AWS has it, and as Pulumi's getPolicyDocument describes the same. */
const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement })
const described = (...statements: object[]) => ({ statements })

const send: ServiceCall = {
  principal: "events.amazonaws.com",
  action: "sqs:SendMessage",
  resource: queue,
  sourceArn: rule,
}
const ofQueue = (policy?: unknown) => resourcePolicies({ queues: [{ id: "Work", arn: queue, policy }] })

describe("a queue's policy", () => {
  const statement = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queue,
    Condition: { ArnEquals: { "aws:SourceArn": rule } },
  }
  const same = {
    sid: "Send",
    actions: ["sqs:SendMessage"],
    resources: [queue],
    principals: [{ type: "Service", identifiers: ["sns.amazonaws.com", "events.amazonaws.com"] }],
    conditions: [{ test: "ArnEquals", variable: "aws:SourceArn", values: [rule] }],
  }

  it.each([
    ["a document", document(statement)],
    ["one statement", { Version: "2012-10-17", Statement: statement }],
    [
      "several services and a wildcard",
      document({
        ...statement,
        Principal: { Service: ["sns.amazonaws.com", "events.amazonaws.com"] },
        Action: ["sqs:*"],
      }),
    ],
    [
      "everybody of an account",
      document({ ...statement, Principal: "*", Condition: { StringEquals: { "aws:SourceAccount": account } } }),
    ],
    ["what Pulumi describes", described(same)],
    ["the JSON of what Pulumi describes", JSON.stringify(described({ ...same, effect: "allow" }))],
    ["a document that Pulumi takes over", { sourcePolicyDocuments: [JSON.stringify(document(statement))] }],
  ])("lets in whom it names: %s", (_, policy) => {
    ofQueue(policy).check(send)
  })

  it.each([
    ["another service", { Principal: { Service: "sns.amazonaws.com" } }],
    ["an account", { Principal: { AWS: root } }],
    ["another action", { Action: "sqs:ReceiveMessage" }],
    ["all actions but one", { Action: undefined, NotAction: "sqs:SendMessage" }],
    ["another queue", { Resource: `${queue}-other` }],
    ["another rule", { Condition: { ArnLike: { "aws:SourceArn": [`${rule}-other`] } } }],
    ["another account's rules", { Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } } }],
    ["a denial", { Effect: "Deny" }],
  ])("refuses by a policy for %s", (_, change) => {
    expect(() => ofQueue(document({ ...statement, ...change })).check(send)).toThrow(denied)
  })

  it("denies what another of its statements allows", () => {
    const others = { ...statement, Effect: "Deny", Condition: { StringNotEquals: { "aws:SourceAccount": "1" } } }
    expect(() => ofQueue(document(statement, others)).check(send)).toThrow(denied)
    const nobody = { ...others, Principal: undefined, NotPrincipal: statement.Principal }
    ofQueue(document(statement, nobody)).check(send)
    const butSns = { ...nobody, NotPrincipal: { Service: "sns.amazonaws.com" } }
    expect(() => ofQueue(document(statement, butSns)).check(send)).toThrow(denied)
  })

  it("refuses where there is none, and reports it", () => {
    const denials: Denial[] = []
    const { check } = resourcePolicies({ queues: [{ id: "Work", arn: queue }] }, (denial) => denials.push(denial))
    expect(() => check(send)).toThrow(
      `${rule} may not sqs:SendMessage on ${queue}: the queue's policy does not allow it`,
    )
    expect(denials).toEqual([{ functionId: "events.amazonaws.com", action: "sqs:SendMessage", resource: queue }])
  })

  it("leaves a queue that is not there to SQS", () => {
    ofQueue().check({ ...send, resource: `${queue}-other` })
  })

  it.each([
    ["both resources and notResources", { NotResource: "x" }],
    ["Extra", { Extra: "x" }],
  ])("stops the start where it has a statement with %s", (what, change) => {
    expect(() => ofQueue(document({ ...statement, ...change }))).toThrow(
      `The policy of queue Work has a statement with ${what}`,
    )
  })

  it.each([
    ["a statement without one of principals", document({ ...statement, Principal: undefined })],
    ["a statement that allows with notPrincipals", document({ ...statement, Principal: undefined, NotPrincipal: "*" })],
    ["a policy variable without the Version", { Statement: { ...statement, Resource: "${aws:PrincipalAccount}" } }],
    ["documents that override one another", { overridePolicyDocuments: ["{}"] }],
  ])("stops the start for %s", (what, policy) => {
    expect(() => ofQueue(policy)).toThrow(`The policy of queue Work has ${what}`)
  })

  it("need not judge what is said to services that the engine does not have", () => {
    const trail = {
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o" } },
    }
    ofQueue(document(statement, { ...statement, ...trail })).check(send)
  })
})

describe("other targets", () => {
  const serviceOf = (name: string) => [{ type: "Service", identifiers: [name] }]

  it("have topics ask who publishes, and for which bucket", () => {
    const policy = described({
      actions: ["sns:Publish"],
      resources: [topic],
      principals: serviceOf("s3.amazonaws.com"),
      conditions: [
        { test: "ArnEquals", variable: "aws:SourceArn", values: [bucket] },
        { test: "StringEquals", variable: "aws:SourceAccount", values: [account] },
      ],
    })
    const { check } = resourcePolicies({ topics: [{ id: "News", arn: topic, policy }] })
    const call = { principal: "s3.amazonaws.com", action: "sns:Publish", resource: topic, sourceArn: bucket } as const
    check(call)
    expect(() => check({ ...call, sourceArn: `${bucket}-other` })).toThrow("the topic's policy")
    expect(() => check({ ...call, sourceAccount: "111111111111" })).toThrow(denied)
    expect(() => check({ ...call, principal: "events.amazonaws.com" })).toThrow(denied)
  })

  it("have functions ask who invokes them", () => {
    const permission = { functionArn: fn, action: "lambda:InvokeFunction", principal: "events.amazonaws.com" }
    const call = (sourceArn: string, principal: ServicePrincipal = "events.amazonaws.com", resource = fn) => ({
      principal,
      action: "lambda:InvokeFunction",
      resource,
      sourceArn,
    })
    const of = (...invokePermissions: PolicedResources["invokePermissions"] & object[]) =>
      resourcePolicies({ functions: [{ id: "Thumbnail", arn: fn }], invokePermissions })
    of({ ...permission, sourceArn: rule }).check(call(rule))
    of({ ...permission, sourceArn: `${rule}*`, sourceAccount: account }).check(call(rule))
    expect(() => of({ ...permission, sourceArn: `${rule}-other` }).check(call(rule))).toThrow("the function's policy")
    expect(() => of({ ...permission, sourceAccount: "1" }).check(call(rule))).toThrow(denied)
    expect(() => of(permission).check(call(rule, "sns.amazonaws.com"))).toThrow(denied)
    expect(() => of({ ...permission, functionArn: `${fn}2` }).check(call(rule))).toThrow(denied)
    expect(() => of(permission).check(call(rule, "events.amazonaws.com", `${fn}:live`))).toThrow(denied)
    of({ ...permission, functionArn: `${fn}:live` }).check(call(rule, "events.amazonaws.com", `${fn}:live`))
  })

  it("ask what time it is", () => {
    const policy = described({
      actions: ["sqs:*"],
      resources: [queue],
      principals: serviceOf("events.amazonaws.com"),
      conditions: [{ test: "DateLessThan", variable: "aws:CurrentTime", values: ["2026-01-01T00:01:00Z"] }],
    })
    const clock = manualClock(Date.UTC(2026, 0, 1))
    const { check } = resourcePolicies({ queues: [{ id: "Work", arn: queue, policy }] }, undefined, clock)
    check(send)
    clock.advance(60_000)
    expect(() => check(send)).toThrow(denied)
  })
})

describe("a bucket's policy", () => {
  const everybody = [{ type: "*", identifiers: ["*"] }]
  const read = { actions: ["s3:GetObject"], resources: [`${bucket}/*`] }
  const need = { action: "s3:GetObject", resource: `${bucket}/a.jpg` }
  const plainHttp = {
    effect: "Deny",
    principals: everybody,
    actions: ["s3:*"],
    resources: [bucket, `${bucket}/*`],
    conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
  }
  const of = (...statements: object[]) =>
    resourcePolicies({ buckets: [{ id: "Photos", arn: bucket, policy: described(...statements) }] })
  const caller = { kind: "role", accountId: account, roleArn: role } as const

  it("opens a public bucket's objects to anybody, and nothing else", () => {
    const { allowsAnonymous } = of({ ...read, principals: everybody }, plainHttp)
    expect(allowsAnonymous(need)).toBe(true)
    expect(allowsAnonymous({ action: "s3:PutObject", resource: need.resource })).toBe(false)
    expect(allowsAnonymous({ action: "s3:ListBucket", resource: bucket })).toBe(false)
    expect(allowsAnonymous({ ...need, resource: "arn:aws:s3:::other/a.jpg" })).toBe(false)
  })

  it("opens nothing that public access is blocked to, or that only some are allowed", () => {
    const policy = described({ ...read, principals: everybody })
    const blocked = resourcePolicies({ buckets: [{ id: "P", arn: bucket, policy, publicAccessBlocked: true }] })
    expect(blocked.allowsAnonymous(need)).toBe(false)
    expect(blocked.judge(caller, need)).toBe("allowed")
    for (const principal of [
      { type: "AWS", identifiers: [root] },
      { type: "Service", identifiers: ["s3.amazonaws.com"] },
    ])
      expect(of({ ...read, principals: [principal] }).allowsAnonymous(need)).toBe(false)
  })

  it("takes its callers for ones that use TLS", () => {
    expect(of(plainHttp).judge(caller, need)).toBe("silent")
  })

  it.each([
    ["everybody", { principals: everybody }, "allowed"],
    ["the role", { principals: [{ type: "AWS", identifiers: [role] }] }, "allowed"],
    ["another role", { principals: [{ type: "AWS", identifiers: [`${role}2`] }] }, "silent"],
    [
      "the account, which has yet to allow it to the role",
      { principals: [{ type: "AWS", identifiers: [root] }] },
      "silent",
    ],
    ["CloudFront", { principals: [{ type: "Service", identifiers: ["cloudfront.amazonaws.com"] }] }, "silent"],
    ["a denied role", { effect: "Deny", principals: [{ type: "AWS", identifiers: [role] }] }, "denied"],
    ["a denied account", { effect: "Deny", principals: [{ type: "AWS", identifiers: [root] }] }, "denied"],
    ["a denied account by its id", { effect: "Deny", principals: [{ type: "AWS", identifiers: [account] }] }, "denied"],
    ["all but the role", { effect: "Deny", notPrincipals: [{ type: "AWS", identifiers: [role, root] }] }, "silent"],
    [
      "all but another role",
      { effect: "Deny", notPrincipals: [{ type: "AWS", identifiers: [`${role}2`, root] }] },
      "denied",
    ],
    [
      "all but the role without its account",
      { effect: "Deny", notPrincipals: [{ type: "AWS", identifiers: [role] }] },
      "denied",
    ],
  ])("says to a role what it says to %s", (_, change, verdict) => {
    expect(of({ ...read, ...change }).judge(caller, need)).toBe(verdict)
  })
})
