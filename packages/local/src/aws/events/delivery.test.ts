import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { openStore } from "../../store.ts"
import { AwsError } from "../errors.ts"
import { queueDoesNotExist } from "../sqs/errors.ts"
import type { TargetConfig } from "./config.ts"
import { queueArn, rule, testEngine } from "./test-engine.ts"

const target: TargetConfig = {
  id: "t",
  arn: queueArn("work"),
  deadLetterArn: queueArn("dead"),
  retry: { maximumRetryAttempts: 2 },
}
const rules = [rule("work", { source: ["x"] }, { targets: [target] })]
const hour = 3_600_000

function putOne({ events }: Pick<ReturnType<typeof testEngine>, "events">) {
  return events.put([{ source: "x", detailType: "y", detail: {} }], { bus: "photos" })[0]
}

it("tries a failed delivery again, each time after twice as long, until it succeeds", async () => {
  const engine = testEngine({ rules })
  engine.failing.add(target.arn)
  putOne(engine)
  await engine.events.idle()
  engine.clock.advance(1_000)
  await engine.events.idle()
  engine.failing.clear()
  engine.clock.advance(1_999)
  expect(engine.delivered).toEqual([])
  engine.clock.advance(1)
  expect(engine.delivered.map(({ arn }) => arn)).toEqual([target.arn])
  await engine.events.idle()
  engine.clock.advance(24 * hour)
  expect(engine.delivered).toHaveLength(1)
})

it("sends to the dead-letter queue, with AWS's attributes, when the retries are used up", async () => {
  const engine = testEngine({ rules })
  engine.failing.add(target.arn)
  const id = putOne(engine)
  for (let attempt = 1; attempt <= 3; attempt++) {
    await engine.events.idle()
    engine.clock.advance(hour)
  }
  await engine.events.idle()
  expect(engine.delivered).toEqual([
    {
      arn: queueArn("dead"),
      message: expect.stringContaining(String(id)),
      attributes: {
        RULE_ARN: rules[0]?.arn,
        TARGET_ARN: target.arn,
        ERROR_CODE: "SDK_CLIENT_ERROR",
        ERROR_MESSAGE: `${target.arn} is down`,
        RETRY_ATTEMPTS: "2",
        EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
      },
    },
  ])
})

it("gives up by the event's age", async () => {
  const aged = { ...target, retry: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 60 } }
  const engine = testEngine({ rules: [rule("work", { source: ["x"] }, { targets: [aged] })] })
  engine.failing.add(target.arn)
  putOne(engine)
  for (let attempt = 1; attempt <= 10; attempt++) {
    await engine.events.idle()
    engine.clock.advance(30_000)
  }
  await engine.events.idle()
  expect(engine.delivered[0]?.attributes).toMatchObject({ EXHAUSTED_RETRY_CONDITION: "MaximumEventAgeInSeconds" })
})

it("does not retry when the target does not exist", async () => {
  const attributes: unknown[] = []
  const deliver = async ({ arn }: TargetConfig, _message: string, more?: object) => {
    if (arn === target.arn) throw queueDoesNotExist(arn)
    attributes.push(more)
  }
  const engine = testEngine({ rules, deliver })
  putOne(engine)
  await engine.events.idle()
  expect(attributes).toMatchObject([{ ERROR_CODE: "NO_RESOURCE", RETRY_ATTEMPTS: "0" }])
})

it.each<[string, AwsError, string]>([
  ["a missing permission", new AwsError("AccessDenied", "no", 403), "NO_PERMISSIONS"],
  ["a topic that is gone", new AwsError("NotFound", "no", 404), "NO_RESOURCE"],
  ["a function that is gone", new AwsError("ResourceNotFoundException", "no", 404), "NO_RESOURCE"],
  ["a refused message", new AwsError("InvalidParameterValue", "no"), "INVALID_PARAMETER"],
  ["another refusal", new AwsError("RequestTooLargeException", "no", 413), "ERROR_FROM_TARGET"],
])("does not retry %s, whatever the target is", async (_name, error, code) => {
  const arn = "arn:aws:lambda:us-east-1:000000000000:function:f"
  const calls: string[] = []
  const codes: (string | undefined)[] = []
  const engine = testEngine({
    rules: [rule("work", { source: ["x"] }, { targets: [{ ...target, arn }] })],
    deliver: async (to, _message, attributes) => {
      calls.push(to.arn)
      if (to.arn === arn) throw error
      codes.push(attributes?.["ERROR_CODE"])
    },
  })
  putOne(engine)
  await engine.events.idle()
  expect(calls).toEqual([arn, queueArn("dead")])
  expect(codes).toEqual([code])
})

it.each<[string, Error]>([
  ["throttling", new AwsError("ThrottlingException", "slow down")],
  ["too many requests", new AwsError("TooManyRequestsException", "slow down", 429)],
  ["a fault of the service", new AwsError("ServiceUnavailable", "later", 503)],
  ["a conflict", new AwsError("ResourceConflictException", "later", 409)],
  ["a broken connection", new Error("socket hang up")],
])("retries after %s", async (_name, error) => {
  let calls = 0
  const engine = testEngine({
    rules,
    deliver: async () => {
      if (++calls === 1) throw error
    },
  })
  putOne(engine)
  await engine.events.idle()
  engine.clock.advance(1_000)
  await engine.events.idle()
  expect(calls).toBe(2)
})

it("drops, and tells why, a dead letter that its queue refuses for good", async () => {
  const dropped: unknown[] = []
  const calls: string[] = []
  const engine = testEngine({
    rules,
    onDropped: (delivery) => dropped.push(delivery),
    deliver: async ({ arn }) => {
      calls.push(arn)
      if (arn === target.arn) throw queueDoesNotExist(arn)
      throw new AwsError("AccessDenied", "the policy says no", 403)
    },
  })
  const eventId = putOne(engine)
  await engine.events.idle()
  engine.clock.advance(24 * hour)
  await engine.events.idle()
  expect(calls).toEqual([target.arn, queueArn("dead")])
  expect(dropped).toEqual([
    {
      ruleArn: rules[0]?.arn,
      targetArn: target.arn,
      eventId,
      errorCode: "NO_RESOURCE",
      errorMessage: expect.stringContaining("does not exist"),
      deadLetter: { arn: queueArn("dead"), errorCode: "NO_PERMISSIONS", errorMessage: "the policy says no" },
    },
  ])
})

it("goes on with the outbox of a state folder from before buses could be targets", async () => {
  const store = openStore()
  store.exec(`CREATE TABLE events_deliveries (seq INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL,
    rule_arn TEXT NOT NULL, target TEXT NOT NULL, message TEXT NOT NULL, created INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0)`)
  const old =
    "INSERT INTO events_deliveries (event_id, rule_arn, target, message, created) VALUES ('e', ?, ?, 'hello', 0)"
  store.prepare(old).run(rules[0]?.arn ?? "", JSON.stringify(target))
  const { events, clock, delivered } = testEngine({ rules }, store)
  clock.advance(0)
  await events.idle()
  expect(delivered).toMatchObject([{ arn: target.arn, message: "hello" }])
})

it("keeps a dead letter until the dead-letter queue takes it", async () => {
  const engine = testEngine({ rules })
  engine.failing.add(target.arn).add(queueArn("dead"))
  putOne(engine)
  for (let attempt = 1; attempt <= 5; attempt++) {
    await engine.events.idle()
    engine.clock.advance(hour)
  }
  await engine.events.idle()
  engine.failing.delete(queueArn("dead"))
  engine.clock.advance(hour)
  await engine.events.idle()
  expect(engine.delivered.map(({ arn }) => arn)).toEqual([queueArn("dead")])
})

it("reports what it drops for want of a dead-letter queue", async () => {
  const dropped: unknown[] = []
  const bare = { id: "t", arn: target.arn, retry: { maximumRetryAttempts: 0 } }
  const engine = testEngine({
    rules: [rule("work", { source: ["x"] }, { targets: [bare] })],
    onDropped: (delivery) => dropped.push(delivery),
  })
  engine.failing.add(target.arn)
  const eventId = putOne(engine)
  await engine.events.idle()
  expect(dropped).toMatchObject([{ eventId, targetArn: target.arn, errorMessage: `${target.arn} is down` }])
})

it("delivers after a crash what was put and not delivered, to the target as it is declared now", async () => {
  const folder = mkdtempSync(join(tmpdir(), "events-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const before = testEngine({ rules, deliver: () => new Promise(() => {}) }, openStore(folder))
  const ids = [putOne(before), putOne(before)]
  // Nothing of the first run is closed: that is what a killed process leaves.
  const moved = [rule("work", { source: ["x"] }, { targets: [{ ...target, arn: queueArn("moved") }] })]
  const { events, delivered, clock } = testEngine({ rules: moved }, openStore(folder))
  expect(delivered).toEqual([])
  clock.advance(0)
  await events.idle()
  expect(delivered.map(({ arn }) => arn)).toEqual([queueArn("moved"), queueArn("moved")])
  expect(delivered.map(({ message }) => (JSON.parse(message) as { id: string }).id)).toEqual(ids)
  const again = testEngine({ rules: moved }, openStore(folder))
  again.clock.advance(hour)
  expect(again.delivered).toEqual([])
})

it("leaves alone a store that was closed while a delivery was under way, and delivers at the next start", async () => {
  const folder = mkdtempSync(join(tmpdir(), "events-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  let finish = () => {}
  const before = testEngine({ rules, deliver: () => new Promise((resolve) => (finish = resolve)) }, openStore(folder))
  putOne(before)
  await before.events.close()
  before.store.close()
  finish()
  await before.events.idle()
  const { delivered, clock, events } = testEngine({ rules }, openStore(folder))
  clock.advance(0)
  await events.idle()
  expect(delivered).toHaveLength(1)
})

it.each<[string, Partial<TargetConfig>, string]>([
  ["a constant", { input: '{"a":1}' }, '{"a":1}'],
  ["a part of the event", { inputPath: "$.detail.items[1]" }, '"b"'],
  [
    "a JSON template",
    {
      inputTransformer: {
        inputPathsMap: { key: "$.detail.key", n: "$.detail.n" },
        inputTemplate: '{"k": <key>, "t": "file <key>", "n": <n>}',
      },
    },
    '{"k": "a\\"b", "t": "file a\\"b", "n": 7}',
  ],
  ["a text template", { inputTransformer: { inputTemplate: '"from <aws.events.rule-name>"' } }, '"from work"'],
])("gives a target %s", async (_name, input, expected) => {
  const { events, delivered } = testEngine({
    rules: [rule("work", { source: ["x"] }, { targets: [{ ...target, ...input }] })],
  })
  events.put([{ source: "x", detailType: "y", detail: { key: 'a"b', n: 7, items: ["a", "b"] } }], { bus: "photos" })
  await events.idle()
  expect(delivered[0]?.message).toBe(expected)
})
