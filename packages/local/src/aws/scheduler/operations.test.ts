import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler"
import { describe, expect, it, onTestFinished } from "vitest"
import { openStore } from "../../store.ts"
import { queueArn, RoleArn, schedule, scheduleArn, testScheduler, wiredScheduler } from "./testing.ts"

const hour = 3_600_000
const created = new Date("2026-01-01T00:00:00Z")

function input(changes: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput {
  return {
    Name: "remind",
    ScheduleExpression: "at(2026-01-01T01:00:00)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: queueArn("work"), RoleArn, Input: "hello" },
    ...changes,
  }
}

async function withSchedules(...names: string[]) {
  const parts = await wiredScheduler()
  for (const Name of names) await parts.client.send(new CreateScheduleCommand(input({ Name })))
  return parts
}

describe("CreateSchedule", () => {
  it("creates a schedule that runs", async () => {
    const { client, delivered, pass } = await wiredScheduler()
    const { ScheduleArn } = await client.send(new CreateScheduleCommand(input()))
    expect(ScheduleArn).toBe(scheduleArn("remind"))
    await pass(hour)
    expect(delivered).toMatchObject([{ body: "hello", context: { scheduleArn: scheduleArn("remind") } }])
  })

  it("keeps everything that was said", async () => {
    const { client } = await wiredScheduler()
    await client.send(new CreateScheduleGroupCommand({ Name: "reminders" }))
    const said = {
      GroupName: "reminders",
      Name: "remind",
      Description: "Every day",
      ScheduleExpression: "cron(0 9 * * ? *)",
      ScheduleExpressionTimezone: "Europe/Paris",
      StartDate: new Date("2026-02-01T00:00:00Z"),
      EndDate: new Date("2026-03-01T00:00:00Z"),
      FlexibleTimeWindow: { Mode: "FLEXIBLE" as const, MaximumWindowInMinutes: 15 },
      State: "DISABLED" as const,
      ActionAfterCompletion: "DELETE" as const,
      KmsKeyArn: "arn:aws:kms:us-east-1:000000000000:key/1",
      Target: {
        Arn: queueArn("work.fifo"),
        RoleArn,
        Input: "{}",
        DeadLetterConfig: { Arn: queueArn("dead") },
        RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 600 },
        SqsParameters: { MessageGroupId: "g" },
        EventBridgeParameters: { DetailType: "t", Source: "s" },
      },
    }
    await client.send(new CreateScheduleCommand(said))
    const { $metadata: _, ...found } = await client.send(
      new GetScheduleCommand({ Name: "remind", GroupName: "reminders" }),
    )
    const dates = { CreationDate: created, LastModificationDate: created }
    expect(found).toEqual({ ...said, ...dates, Arn: scheduleArn("remind", "reminders") })
  })

  it("fills in AWS's defaults", async () => {
    const { client } = await withSchedules("remind")
    expect(await client.send(new GetScheduleCommand({ Name: "remind" }))).toMatchObject({
      GroupName: "default",
      ScheduleExpressionTimezone: "UTC",
      State: "ENABLED",
      ActionAfterCompletion: "NONE",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 } },
    })
  })

  it("does not act again for the same client token, and refuses it for another request", async () => {
    const { client, scheduler } = await wiredScheduler()
    const ClientToken = "token"
    const first = await client.send(new CreateScheduleCommand(input({ ClientToken })))
    const second = await client.send(new CreateScheduleCommand(input({ ClientToken })))
    expect(second.ScheduleArn).toBe(first.ScheduleArn)
    const other = client.send(new CreateScheduleCommand(input({ ClientToken, Name: "other" })))
    await expect(other).rejects.toMatchObject({ name: "ConflictException", $metadata: { httpStatusCode: 409 } })
    expect(scheduler.schedules()).toHaveLength(1)
  })

  it("refuses a name that is taken, and a group that is not there", async () => {
    const { client } = await withSchedules("remind")
    await expect(client.send(new CreateScheduleCommand(input()))).rejects.toMatchObject({
      name: "ConflictException",
      message: "Schedule remind already exists.",
    })
    await expect(client.send(new CreateScheduleCommand(input({ GroupName: "none" })))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Schedule group none does not exist.",
      $metadata: { httpStatusCode: 404 },
    })
  })

  const target = { Arn: queueArn("work"), RoleArn }

  it.each<[string, Partial<CreateScheduleCommandInput>]>([
    ["Invalid Schedule Expression rate(1 minutes): after 1", { ScheduleExpression: "rate(1 minutes)" }],
    [
      "Invalid Schedule Expression at(2025-01-01T00:00:00): its time is past",
      { ScheduleExpression: "at(2025-01-01T00:00:00)" },
    ],
    ["the time zone Mars is not known", { ScheduleExpressionTimezone: "Mars" }],
    ["'name' failed to satisfy constraint", { Name: "no spaces" }],
    ["at most 64 characters", { Name: "x".repeat(65) }],
    ["'groupName' failed to satisfy constraint", { GroupName: "a/b" }],
    ["'target' failed to satisfy constraint", { Target: undefined }],
    ["'target.Arn' failed to satisfy constraint", { Target: { ...target, Arn: "work" } }],
    ["'target.RoleArn' failed to satisfy constraint", { Target: { ...target, RoleArn: "role" } }],
    ["'flexibleTimeWindow' failed to satisfy constraint", { FlexibleTimeWindow: undefined }],
    ["MaximumWindowInMinutes must be there", { FlexibleTimeWindow: { Mode: "FLEXIBLE" } }],
    ["MaximumWindowInMinutes must not be there", { FlexibleTimeWindow: { Mode: "OFF", MaximumWindowInMinutes: 5 } }],
    ["between 1 and 1440", { FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 1441 } }],
    ["between 0 and 185", { Target: { ...target, RetryPolicy: { MaximumRetryAttempts: 186 } } }],
    ["between 60 and 86400", { Target: { ...target, RetryPolicy: { MaximumEventAgeInSeconds: 59 } } }],
    ["'arn' failed to satisfy constraint", { Target: { ...target, DeadLetterConfig: { Arn: queueArn("dead.fifo") } } }],
    ["EcsParameters", { Target: { ...target, EcsParameters: { TaskDefinitionArn: "arn:aws:ecs:::t" } } }],
    ["cannot be earlier than 5 minutes ago", { StartDate: new Date("2025-12-31T23:54:59Z") }],
    ["must come after the StartDate", { StartDate: new Date("2026-02-01"), EndDate: new Date("2026-01-15") }],
    ["must come after the StartDate", { EndDate: new Date("2025-12-31") }],
    ["enum value set: [ENABLED, DISABLED]", { State: "PAUSED" as "ENABLED" }],
  ])("refuses: %s", async (message, changes) => {
    const { client, scheduler } = await wiredScheduler()
    const creating = client.send(new CreateScheduleCommand(input(changes)))
    await expect(creating).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 400 },
    })
    expect(scheduler.schedules()).toEqual([])
  })
})

describe("UpdateSchedule", () => {
  it("replaces everything, what is not said too", async () => {
    const { client, clock } = await wiredScheduler()
    await client.send(new CreateScheduleCommand(input({ Description: "old", State: "DISABLED" })))
    clock.advance(1_000)
    const { ScheduleArn } = await client.send(
      new UpdateScheduleCommand(input({ ScheduleExpression: "rate(5 minutes)" })),
    )
    expect(ScheduleArn).toBe(scheduleArn("remind"))
    const found = await client.send(new GetScheduleCommand({ Name: "remind" }))
    expect(found).toMatchObject({ ScheduleExpression: "rate(5 minutes)", State: "ENABLED", CreationDate: created })
    expect([found.Description, found.LastModificationDate]).toEqual([undefined, new Date("2026-01-01T00:00:01Z")])
  })

  it("moves the next invocation", async () => {
    const { client, pass, times } = await withSchedules("remind")
    await client.send(new UpdateScheduleCommand(input({ ScheduleExpression: "at(2026-01-01T03:00:00)" })))
    await pass(24 * hour)
    expect(times()).toEqual(["2026-01-01T03:00:00"])
  })

  it("keeps the intervals of a rate that stays the same", async () => {
    const { client, pass, times } = await wiredScheduler()
    const ScheduleExpression = "rate(2 hours)"
    await client.send(new CreateScheduleCommand(input({ ScheduleExpression })))
    await pass(hour)
    await client.send(new UpdateScheduleCommand(input({ ScheduleExpression, Description: "new" })))
    await pass(hour)
    expect(times()).toEqual(["2026-01-01T00:00:00", "2026-01-01T02:00:00"])
  })

  it("withdraws by disabling what waits in its flexible window", async () => {
    const { client, pass, delivered } = await wiredScheduler()
    const FlexibleTimeWindow = { Mode: "FLEXIBLE" as const, MaximumWindowInMinutes: 30 }
    await client.send(new CreateScheduleCommand(input({ FlexibleTimeWindow })))
    await pass(hour)
    const ScheduleExpression = "rate(1 day)"
    await client.send(new UpdateScheduleCommand(input({ ScheduleExpression, State: "DISABLED" })))
    await pass(24 * hour)
    expect(delivered).toEqual([])
  })

  it("refuses a schedule that is not there", async () => {
    const { client } = await wiredScheduler()
    await expect(client.send(new UpdateScheduleCommand(input()))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Schedule remind does not exist.",
    })
  })
})

describe("DeleteSchedule", () => {
  it("deletes a schedule, which runs no more", async () => {
    const { client, pass, delivered } = await withSchedules("remind")
    await client.send(new DeleteScheduleCommand({ Name: "remind", ClientToken: "token" }))
    await client.send(new DeleteScheduleCommand({ Name: "remind", ClientToken: "token" }))
    await expect(client.send(new GetScheduleCommand({ Name: "remind" }))).rejects.toThrow("does not exist")
    await expect(client.send(new DeleteScheduleCommand({ Name: "remind" }))).rejects.toThrow("does not exist")
    await pass(24 * hour)
    expect(delivered).toEqual([])
  })
})

describe("ListSchedules", () => {
  it("pages through all", async () => {
    const { client } = await withSchedules("a", "b", "c")
    const first = await client.send(new ListSchedulesCommand({ MaxResults: 2 }))
    expect(first.Schedules?.map(({ Name }) => Name)).toEqual(["a", "b"])
    const { NextToken } = first
    const second = await client.send(new ListSchedulesCommand({ MaxResults: 2, NextToken }))
    expect(second).toMatchObject({
      Schedules: [
        {
          Arn: scheduleArn("c"),
          Name: "c",
          GroupName: "default",
          State: "ENABLED",
          CreationDate: created,
          LastModificationDate: created,
          Target: { Arn: queueArn("work") },
        },
      ],
    })
    expect(second.NextToken).toBeUndefined()
  })

  it("selects by group, prefix and state", async () => {
    const { client } = await withSchedules("mail-a", "mail-b", "other")
    await client.send(new UpdateScheduleCommand(input({ Name: "mail-b", State: "DISABLED" })))
    await client.send(new CreateScheduleGroupCommand({ Name: "g" }))
    await client.send(new CreateScheduleCommand(input({ Name: "mail-c", GroupName: "g" })))
    const names = async (query: object) => {
      const { Schedules = [] } = await client.send(new ListSchedulesCommand(query))
      return Schedules.map(({ Name }) => Name)
    }
    expect(await names({ NamePrefix: "mail-" })).toEqual(["mail-a", "mail-b", "mail-c"])
    expect(await names({ NamePrefix: "mail-", State: "ENABLED" })).toEqual(["mail-a", "mail-c"])
    expect(await names({ State: "DISABLED" })).toEqual(["mail-b"])
    expect(await names({ GroupName: "g" })).toEqual(["mail-c"])
    await expect(names({ GroupName: "none" })).rejects.toThrow("Schedule group none does not exist.")
    await expect(names({ NextToken: "what?" })).rejects.toThrow("Invalid NextToken.")
    await expect(names({ MaxResults: 101 })).rejects.toThrow("between 1 and 100")
  })
})

describe("groups", () => {
  it("are created, described, listed and deleted with their schedules", async () => {
    const { client, scheduler } = await wiredScheduler()
    const Arn = "arn:aws:scheduler:us-east-1:000000000000:schedule-group/g"
    expect(await client.send(new CreateScheduleGroupCommand({ Name: "g" }))).toMatchObject({ ScheduleGroupArn: Arn })
    await client.send(new CreateScheduleCommand(input({ GroupName: "g" })))
    await client.send(new CreateScheduleCommand(input()))
    const described = { Arn, Name: "g", State: "ACTIVE", CreationDate: created, LastModificationDate: created }
    expect(await client.send(new GetScheduleGroupCommand({ Name: "g" }))).toMatchObject(described)
    const { ScheduleGroups } = await client.send(new ListScheduleGroupsCommand({}))
    expect(ScheduleGroups?.map(({ Name }) => Name)).toEqual(["default", "g"])
    expect((await client.send(new ListScheduleGroupsCommand({ NamePrefix: "g" }))).ScheduleGroups).toEqual([described])
    await client.send(new DeleteScheduleGroupCommand({ Name: "g" }))
    await expect(client.send(new GetScheduleGroupCommand({ Name: "g" }))).rejects.toThrow(
      "Schedule group g does not exist.",
    )
    expect(scheduler.schedules().map(({ group }) => group)).toEqual(["default"])
  })

  it("are there once, and the default one always", async () => {
    const { client } = await wiredScheduler()
    const create = () => client.send(new CreateScheduleGroupCommand({ Name: "g" }))
    await create()
    await expect(create()).rejects.toMatchObject({ name: "ConflictException" })
    const deleting = client.send(new DeleteScheduleGroupCommand({ Name: "default" }))
    await expect(deleting).rejects.toMatchObject({ name: "ValidationException" })
  })
})

describe("between starts", () => {
  function stateFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), "scheduler-"))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    return folder
  }

  it("keeps what calls have created", async () => {
    const folder = stateFolder()
    const { client, scheduler } = await wiredScheduler({ store: openStore(folder) })
    await client.send(new CreateScheduleCommand(input()))
    await scheduler.close()
    const later = testScheduler({ store: openStore(folder) })
    await later.pass(hour)
    expect(later.times()).toEqual(["2026-01-01T01:00:00"])
  })

  it("makes the app's schedules again what the app declares", async () => {
    const folder = stateFolder()
    const schedules = [schedule("rate(1 day)"), schedule("rate(2 days)", { name: "gone", arn: scheduleArn("gone") })]
    const { client, scheduler } = await wiredScheduler({ schedules, store: openStore(folder) })
    await client.send(new UpdateScheduleCommand(input({ Name: "nightly", ScheduleExpression: "rate(5 hours)" })))
    await client.send(new DeleteScheduleCommand({ Name: "gone" }))
    expect(scheduler.schedules().map(({ expression }) => expression)).toEqual(["rate(5 hours)"])
    await scheduler.close()
    const later = testScheduler({ schedules, store: openStore(folder) })
    const found = later.scheduler.schedules().map(({ name, expression }) => [name, expression])
    expect(found).toEqual([
      ["gone", "rate(2 days)"],
      ["nightly", "rate(1 day)"],
    ])
  })
})

it("names the operation that it does not have", async () => {
  const { client, scheduler } = await wiredScheduler()
  const listing = client.send(new ListTagsForResourceCommand({ ResourceArn: scheduleArn("remind") }))
  await expect(listing).rejects.toThrow("does not support scheduler:GET /tags/")
  expect(scheduler.operations).toContain("CreateSchedule")
})

it("refuses what is no JSON object", async () => {
  const { url } = await wiredScheduler()
  const authorization = "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/scheduler/aws4_request"
  for (const body of ["{", "1"]) {
    const response = await fetch(`${url}/schedules/a`, { method: "POST", headers: { authorization }, body })
    expect([response.status, response.headers.get("x-amzn-errortype")]).toEqual([400, "SerializationException"])
  }
})
