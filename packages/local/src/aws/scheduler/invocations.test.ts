import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import { manualClock } from "../../clock.ts"
import { InvalidSchedule } from "../../schedule/errors.ts"
import { openStore } from "../../store.ts"
import { AwsError } from "../errors.ts"
import { DEFAULT_RETRY, type ScheduleConfig } from "./scheduler.ts"
import { queueArn, RoleArn, schedule, scheduleArn, testScheduler } from "./testing.ts"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

function withTarget(expression: string, target: Partial<ScheduleConfig["target"]>): ScheduleConfig {
  const base = schedule(expression)
  return { ...base, target: { ...base.target, ...target } }
}

function stateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "scheduler-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

describe("a schedule of the app", () => {
  it("invokes its target at each of its times", async () => {
    const { delivered, pass, times } = testScheduler({ schedules: [schedule("cron(0 9 * * ? *)")] })
    await pass(2 * day)
    expect(times()).toEqual(["2026-01-01T09:00:00", "2026-01-02T09:00:00"])
    expect(delivered[0]).toMatchObject({
      target: { arn: queueArn("work"), roleArn: RoleArn },
      body: "tick",
      context: { scheduleArn: scheduleArn("nightly") },
    })
  })

  it("invokes by a rate at once, then at regular intervals", async () => {
    const { pass, times } = testScheduler({ schedules: [schedule("rate(20 minutes)")] })
    await pass(hour)
    expect(times().map((time) => time.slice(11, 16))).toEqual(["00:00", "00:20", "00:40", "01:00"])
  })

  it("counts a rate from its start date", async () => {
    const start = Date.parse("2026-01-01T00:07:00Z")
    const { pass, times } = testScheduler({ schedules: [schedule("rate(20 minutes)", { start })] })
    await pass(hour)
    expect(times().map((time) => time.slice(11, 16))).toEqual(["00:07", "00:27", "00:47"])
  })

  it("runs within its dates only, both included", async () => {
    const dates = { start: Date.parse("2026-01-02T09:00:00Z"), end: Date.parse("2026-01-03T09:00:00Z") }
    const { scheduler, pass, times } = testScheduler({ schedules: [schedule("cron(0 9 * * ? *)", dates)] })
    await pass(5 * day)
    expect(times()).toEqual(["2026-01-02T09:00:00", "2026-01-03T09:00:00"])
    expect(scheduler.schedules()[0]).not.toHaveProperty("next")
  })

  it("has no dates where it runs once", async () => {
    const end = Date.parse("2026-01-01T00:30:00Z")
    const { pass, times } = testScheduler({ schedules: [schedule("at(2026-01-01T01:00:00)", { end })] })
    await pass(day)
    expect(times()).toEqual(["2026-01-01T01:00:00"])
  })

  it("keeps to the clock of its time zone", async () => {
    const config = { timezone: "America/New_York" }
    const { pass, times } = testScheduler({ schedules: [schedule("cron(0 9 * * ? *)", config)] })
    await pass(day)
    expect(times()).toEqual(["2026-01-01T14:00:00"])
  })

  it("rests while it is disabled", async () => {
    const { scheduler, pass, delivered } = testScheduler({ schedules: [schedule("rate(1 hour)", { enabled: false })] })
    await pass(day)
    expect(delivered).toEqual([])
    expect(scheduler.schedules()).toEqual([
      { name: "nightly", group: "default", expression: "rate(1 hour)", enabled: false },
    ])
  })

  it("waits for a random moment within its flexible window", async () => {
    const schedules = [schedule("cron(0 9 * * ? *)", { flexibleWindowMinutes: 30 })]
    const { delivered, pass, times } = testScheduler({
      schedules: schedules.map((config) => ({
        ...config,
        target: { ...config.target, input: "<aws.scheduler.scheduled-time>" },
      })),
      random: 0.5,
    })
    await pass(10 * hour, 10)
    expect(times()).toEqual(["2026-01-01T09:15:00"])
    expect(delivered[0]?.body).toBe("2026-01-01T09:00:00Z")
  })

  it("stops the start of the engine where its expression is not valid", () => {
    expect(() => testScheduler({ schedules: [schedule("rate(1 minutes)")] })).toThrow(InvalidSchedule)
  })
})

describe("what the target gets", () => {
  it("has the context attributes replaced", async () => {
    const input = ["schedule-arn", "scheduled-time", "execution-id", "attempt-number", "unknown"]
      .map((name) => `<aws.scheduler.${name}>`)
      .join(" ")
    const { failing, delivered, pass } = testScheduler({
      schedules: [withTarget("at(2026-01-01T01:00:00)", { input })],
    })
    failing.set(queueArn("work"), new Error("down"))
    await pass(hour)
    failing.clear()
    await pass(minute)
    expect(delivered.map(({ body }) => body.split(" "))).toEqual([
      [
        scheduleArn("nightly"),
        "2026-01-01T01:00:00Z",
        expect.stringMatching(/^[0-9a-f]{16}$/),
        "2",
        "<aws.scheduler.unknown>",
      ],
    ])
  })

  it("is Scheduler's own event where there is no input", async () => {
    const { input: _input, ...target } = schedule("at(2026-01-01T01:00:00)").target
    const { delivered, pass } = testScheduler({ schedules: [schedule("at(2026-01-01T01:00:00)", { target })] })
    await pass(hour)
    expect(JSON.parse(delivered[0]?.body ?? "")).toEqual({
      version: "0",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      "detail-type": "Scheduled Event",
      source: "aws.scheduler",
      account: "000000000000",
      time: "2026-01-01T01:00:00Z",
      region: "us-east-1",
      resources: [scheduleArn("nightly")],
      detail: "{}",
    })
  })
})

describe("an invocation that fails", () => {
  it("is tried again, each time after twice as long, until it succeeds", async () => {
    const { scheduler, failing, pass, times } = testScheduler({ schedules: [schedule("at(2026-01-01T01:00:00)")] })
    failing.set(queueArn("work"), new Error("down"))
    await pass(hour)
    expect(scheduler.schedules()[0]?.last).toEqual({ time: Date.parse("2026-01-01T01:00:00Z"), error: "down" })
    await pass(1_000)
    failing.clear()
    await pass(1_999)
    expect(times()).toEqual([])
    await pass(1)
    expect(times()).toEqual(["2026-01-01T01:00:03"])
    expect(scheduler.schedules()[0]?.last).toEqual({ time: Date.parse("2026-01-01T01:00:03Z") })
    await pass(day)
    expect(times()).toHaveLength(1)
  })

  it("goes to the dead-letter queue, with Scheduler's attributes, when the retries are used up", async () => {
    const retry = { ...DEFAULT_RETRY, maximumRetryAttempts: 2 }
    const target = { retry, deadLetterArn: queueArn("dead") }
    const { failing, delivered, dropped, pass } = testScheduler({
      schedules: [withTarget("at(2026-01-01T01:00:00)", target)],
    })
    failing.set(queueArn("work"), new AwsError("QueueDoesNotExist", "There is no queue", 400))
    await pass(2 * hour, 20)
    expect(delivered).toMatchObject([{ target: { arn: queueArn("dead"), roleArn: RoleArn }, body: "tick" }])
    expect(delivered[0]?.context).toEqual({
      scheduleArn: scheduleArn("nightly"),
      deadLetter: {
        ERROR_CODE: "QueueDoesNotExist",
        ERROR_MESSAGE: "There is no queue",
        EXECUTION_ID: expect.stringMatching(/^[0-9a-f]{16}$/),
        EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
        IS_PAYLOAD_TRUNCATED: "false",
        RETRY_ATTEMPTS: "2",
        SCHEDULED_TIME: "2026-01-01T01:00:00Z",
        SCHEDULE_ARN: scheduleArn("nightly"),
        TARGET_ARN: queueArn("work"),
      },
    })
    expect(dropped).toEqual([])
  })

  it("is given up when it is too old, and told of where there is no dead-letter queue", async () => {
    const retry = { ...DEFAULT_RETRY, maximumEventAgeInSeconds: 60 }
    const { failing, dropped, pass } = testScheduler({ schedules: [withTarget("at(2026-01-01T01:00:00)", { retry })] })
    failing.set(queueArn("work"), new TypeError(""))
    await pass(hour)
    await pass(50_000, 50)
    expect(dropped).toEqual([])
    await pass(2 * minute, 120)
    expect(dropped).toEqual([
      {
        scheduleArn: scheduleArn("nightly"),
        targetArn: queueArn("work"),
        executionId: expect.stringMatching(/^[0-9a-f]{16}$/),
        errorCode: "TypeError",
        errorMessage: "TypeError",
      },
    ])
  })

  it("waits for a dead-letter queue that takes nothing", async () => {
    const retry = { ...DEFAULT_RETRY, maximumRetryAttempts: 0 }
    const target = { retry, deadLetterArn: queueArn("dead") }
    const { failing, delivered, pass } = testScheduler({ schedules: [withTarget("at(2026-01-01T01:00:00)", target)] })
    failing.set(queueArn("work"), new Error("down")).set(queueArn("dead"), new Error("down"))
    await pass(2 * hour, 10)
    expect(delivered).toEqual([])
    failing.delete(queueArn("dead"))
    await pass(hour)
    expect(delivered).toMatchObject([{ target: { arn: queueArn("dead") } }])
  })
})

describe("after the engine was off", () => {
  it("runs once what was to run once in the meantime", async () => {
    const [folder, schedules] = [stateFolder(), [schedule("at(2026-01-01T01:00:00)")]]
    await testScheduler({ schedules, store: openStore(folder) }).scheduler.close()
    const later = testScheduler({ schedules, store: openStore(folder), clock: manualClock(Date.UTC(2026, 0, 5)) })
    await later.pass(day)
    expect(later.times()).toEqual(["2026-01-05T00:00:00"])
    await later.scheduler.close()
    const last = testScheduler({ schedules, store: openStore(folder), clock: manualClock(Date.UTC(2026, 0, 7)) })
    await last.pass(day)
    expect(last.delivered).toEqual([])
  })

  it("never makes up what recurs, and keeps the intervals of a rate", async () => {
    const [folder, schedules] = [stateFolder(), [schedule("rate(2 hours)")]]
    const before = testScheduler({ schedules, store: openStore(folder) })
    await before.pass(0)
    expect(before.delivered).toHaveLength(1)
    await before.scheduler.close()
    const later = testScheduler({ schedules, store: openStore(folder), clock: manualClock(Date.UTC(2026, 0, 5, 1)) })
    await later.pass(2 * hour)
    expect(later.times()).toEqual(["2026-01-05T02:00:00"])
  })

  it("delivers what was not delivered", async () => {
    const [folder, schedules] = [stateFolder(), [schedule("at(2026-01-01T01:00:00)")]]
    const before = testScheduler({ schedules, store: openStore(folder) })
    before.failing.set(queueArn("work"), new Error("down"))
    await before.pass(hour)
    await before.scheduler.close()
    const later = testScheduler({ schedules, store: openStore(folder), clock: manualClock(Date.UTC(2026, 0, 1, 2)) })
    await later.pass(0)
    expect(later.times()).toEqual(["2026-01-01T02:00:00"])
  })

  it("keeps to a flexible window that had begun", async () => {
    const [folder, schedules] = [stateFolder(), [schedule("cron(0 9 * * ? *)", { flexibleWindowMinutes: 60 })]]
    const before = testScheduler({ schedules, store: openStore(folder) })
    await before.pass(9 * hour)
    await before.scheduler.close()
    const clock = manualClock(Date.UTC(2026, 0, 1, 9, 30))
    const later = testScheduler({ schedules, store: openStore(folder), clock })
    await later.pass(29 * minute)
    expect(later.times()).toEqual([])
    await later.pass(minute)
    expect(later.times()).toEqual(["2026-01-01T10:00:00"])
  })

  it("does not run a one-time schedule whose time was over before it was there", async () => {
    const { delivered, pass } = testScheduler({ schedules: [schedule("at(2025-12-31T00:00:00)")] })
    await pass(day)
    expect(delivered).toEqual([])
  })

  it("has forgotten schedules that the app no longer declares", async () => {
    const folder = stateFolder()
    await testScheduler({ schedules: [schedule("rate(1 day)")], store: openStore(folder) }).scheduler.close()
    expect(testScheduler({ store: openStore(folder) }).scheduler.schedules()).toEqual([])
  })
})

describe("a schedule that deletes itself", () => {
  it("is gone after its last invocation, and stays gone at the next start", async () => {
    const folder = stateFolder()
    const schedules = [schedule("at(2026-01-01T01:00:00)", { actionAfterCompletion: "DELETE" })]
    const { scheduler, pass } = testScheduler({ schedules, store: openStore(folder) })
    await pass(hour)
    expect(scheduler.schedules()).toEqual([])
    await scheduler.close()
    const later = testScheduler({ schedules, store: openStore(folder), clock: manualClock(Date.UTC(2026, 0, 5)) })
    await later.pass(day)
    expect([later.scheduler.schedules(), later.delivered]).toEqual([[], []])
  })

  it("comes back with another time", async () => {
    const folder = stateFolder()
    const at = (time: string) => [schedule(`at(2026-01-01T${time})`, { actionAfterCompletion: "DELETE" as const })]
    const { scheduler, pass } = testScheduler({ schedules: at("01:00:00"), store: openStore(folder) })
    await pass(hour)
    await scheduler.close()
    const clock = manualClock(Date.UTC(2026, 0, 1, 2))
    const later = testScheduler({ schedules: at("03:00:00"), store: openStore(folder), clock })
    expect(later.scheduler.schedules()).toHaveLength(1)
    await later.pass(hour)
    expect(later.times()).toEqual(["2026-01-01T03:00:00"])
  })

  it("stays while its last invocation is tried again", async () => {
    const schedules = [schedule("at(2026-01-01T01:00:00)", { actionAfterCompletion: "DELETE" })]
    const { scheduler, failing, pass } = testScheduler({ schedules })
    failing.set(queueArn("work"), new Error("down"))
    await pass(hour)
    expect(scheduler.schedules()).toHaveLength(1)
    failing.clear()
    await pass(minute)
    expect(scheduler.schedules()).toEqual([])
  })

  it("stays with more to come, until its end date", async () => {
    const end = Date.parse("2026-01-02T09:00:00Z")
    const schedules = [schedule("cron(0 9 * * ? *)", { actionAfterCompletion: "DELETE", end })]
    const { scheduler, pass, times } = testScheduler({ schedules })
    await pass(day)
    expect(scheduler.schedules()).toHaveLength(1)
    await pass(day)
    expect(scheduler.schedules()).toEqual([])
    expect(times()).toHaveLength(2)
  })
})

it("forgets everything on reset but what the app declares", async () => {
  const { scheduler, failing, pass, times } = testScheduler({ schedules: [schedule("rate(1 day)")] })
  failing.set(queueArn("work"), new Error("down"))
  await pass(0)
  failing.clear()
  await scheduler.reset()
  expect(scheduler.schedules()).toEqual([
    { name: "nightly", group: "default", expression: "rate(1 day)", enabled: true, next: Date.UTC(2026, 0, 1) },
  ])
  await pass(hour)
  expect(times()).toEqual(["2026-01-01T00:00:00"])
})

it("does nothing after it is closed", async () => {
  const { scheduler, delivered, clock } = testScheduler({ schedules: [schedule("rate(1 hour)")] })
  await scheduler.close()
  clock.advance(day)
  expect(delivered).toEqual([])
})
