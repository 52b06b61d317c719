import { DescribeRuleCommand, ListRulesCommand } from "@aws-sdk/client-eventbridge"
import { expect, it } from "vitest"
import { manualClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import type { RuleConfig } from "./config.ts"
import { bus, queueArn, rule, testEngine, wiredEngine } from "./test-engine.ts"

const minute = 60_000
const day = 1_440 * minute

function scheduled(schedule: string, more: Partial<RuleConfig> = {}): RuleConfig {
  return rule("tick", {}, { bus: "default", pattern: undefined, schedule, ...more })
}

const times = ({ delivered }: Pick<ReturnType<typeof testEngine>, "delivered">) =>
  delivered.map(({ message }) => (JSON.parse(message) as { time: string }).time)

it("gives a scheduled event to the rule's targets, and to those of no other rule", async () => {
  const tick = scheduled("rate(5 minutes)")
  const catchAll = rule("all", { source: [{ exists: true }] }, { bus: "default" })
  const archives = [{ name: "all", busArn: "default", retentionDays: 0 }]
  const { events, delivered, clock } = testEngine({ rules: [tick, catchAll], archives })
  const seen: string[] = []
  events.onEvent(({ bus: name, rules }) => seen.push(`${name} ${rules.join()}`))
  clock.advance(5 * minute - 1)
  expect(delivered).toEqual([])
  clock.advance(1)
  await events.idle()
  expect(delivered.map(({ arn, message }) => [arn, JSON.parse(message)])).toEqual([
    [
      queueArn("tick"),
      {
        version: "0",
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        "detail-type": "Scheduled Event",
        source: "aws.events",
        account: "000000000000",
        time: "2026-01-01T00:05:00Z",
        region: "us-east-1",
        resources: [tick.arn],
        detail: {},
      },
    ],
  ])
  expect(seen).toEqual(["default tick"])
  expect(events.recent(5)).toMatchObject([{ bus: "default", rules: ["tick"] }])
})

it("keeps to a rate from the start on, and to cron in UTC", async () => {
  const rate = testEngine({ rules: [scheduled("rate(1 hour)")] }, openStore(), manualClock(Date.UTC(2026, 0, 1, 0, 10)))
  rate.clock.advance(130 * minute)
  expect(times(rate)).toEqual(["2026-01-01T01:10:00Z", "2026-01-01T02:10:00Z"])
  const cron = testEngine({ rules: [scheduled("cron(0 12 * * ? *)")] })
  cron.clock.advance(2 * day)
  expect(times(cron)).toEqual(["2026-01-01T12:00:00Z", "2026-01-02T12:00:00Z"])
})

it("waits for longer than a timer can", () => {
  const engine = testEngine({ rules: [scheduled("cron(0 0 1 3 ? *)")] })
  engine.clock.advance(60 * day)
  expect(times(engine)).toEqual(["2026-03-01T00:00:00Z"])
})

it("runs once for all that a laptop slept through, and then keeps its times", () => {
  const sleepy = manualClock()
  let asleep = 0
  const clock = { ...sleepy, now: () => sleepy.now() + asleep }
  const engine = testEngine({ rules: [scheduled("rate(10 minutes)")] }, openStore(), clock)
  asleep = 65 * minute
  clock.advance(10 * minute)
  expect(times(engine)).toEqual(["2026-01-01T00:10:00Z"])
  clock.advance(5 * minute)
  expect(times(engine)).toEqual(["2026-01-01T00:10:00Z", "2026-01-01T01:20:00Z"])
})

it("delivers again what failed, and makes up for nothing that a stopped engine missed", async () => {
  const store = openStore()
  const { events, failing, clock } = testEngine({ rules: [scheduled("rate(5 minutes)")] }, store)
  failing.add(queueArn("tick"))
  clock.advance(5 * minute)
  await events.idle()
  await events.close()
  clock.advance(day)
  const next = testEngine({ rules: [scheduled("rate(5 minutes)")] }, store, manualClock(clock.now()))
  next.clock.advance(0)
  await next.events.idle()
  expect(times(next)).toEqual(["2026-01-01T00:05:00Z"])
})

it("does not run a disabled rule", () => {
  const { clock, delivered } = testEngine({ rules: [scheduled("rate(1 minute)", { enabled: false })] })
  clock.advance(day)
  expect(delivered).toEqual([])
})

it("tells of schedules through the API and in explanations", async () => {
  const { client, events } = await wiredEngine({ rules: [scheduled("rate(1 day)")] })
  const { Rules } = await client.send(new ListRulesCommand({}))
  expect(Rules).toMatchObject([{ Name: "tick", ScheduleExpression: "rate(1 day)" }])
  const described = await client.send(new DescribeRuleCommand({ Name: "tick" }))
  expect(described).toMatchObject({ ScheduleExpression: "rate(1 day)", State: "ENABLED" })
  expect(described.EventPattern).toBeUndefined()
  expect(events.matches({ source: "x" })).toEqual([])
  expect(events.explain({ source: "x" }, { bus: "default", name: "tick" })).toMatchObject({
    enabled: true,
    mismatch: { reason: "the rule has no pattern; it runs on the schedule rate(1 day)" },
  })
})

it.each<[string, RuleConfig, string]>([
  ["a bad expression", scheduled("rate(0 minutes)"), "The schedule of rule tick is not valid: "],
  ["a single time", scheduled("at(2027-01-01T00:00:00)"), "a rule's schedule is a rate or a cron expression"],
  ["a schedule on another bus", scheduled("rate(1 day)", { bus: bus.name }), "only the default event bus can have"],
  ["neither a pattern nor a schedule", rule("none", {}, { pattern: undefined }), "neither a pattern nor a schedule"],
])("refuses at start %s", (_name, refused, reason) => {
  expect(() => testEngine({ rules: [refused] })).toThrow(reason)
})
