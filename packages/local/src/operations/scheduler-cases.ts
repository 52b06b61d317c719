import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  type CreateScheduleInput,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler"
import { expect } from "vitest"
import { type Cases, type Clients, received } from "./clients.ts"
import { arns } from "./arns.ts"

const MINUTE = 60_000

/** A schedule of every hour that sends its name to a queue. */
export const hourly = (Name: string, others: Partial<CreateScheduleInput> = {}) => ({
  Name,
  ScheduleExpression: "rate(1 hour)",
  FlexibleTimeWindow: { Mode: "OFF" as const },
  Target: { Arn: arns.queue("scheduled"), RoleArn: arns.role("Scheduler"), Input: Name },
  ...others,
})

const create = ({ scheduler }: Clients, ...input: Parameters<typeof hourly>) =>
  scheduler.send(new CreateScheduleCommand(hourly(...input)))

const createGroup = ({ scheduler }: Clients, Name: string) => scheduler.send(new CreateScheduleGroupCommand({ Name }))

const waiting = ({ engine }: Clients) => engine.sqs.depth(arns.queue("scheduled")).visible

/** The expression of a schedule that occurs once, so many minutes from now. */
const inMinutes = ({ clock }: Clients, minutes: number) =>
  `at(${new Date(clock.now() + minutes * MINUTE).toISOString().slice(0, 19)})`

const NOT_FOUND = { name: "ResourceNotFoundException" }

export const schedulerCases: Cases = {
  async CreateSchedule(clients) {
    const { ScheduleArn } = await create(clients, "once", { ScheduleExpression: inMinutes(clients, 1) })
    expect(ScheduleArn).toBe(arns.schedule("default/once"))
    clients.clock.advance(MINUTE - 1)
    expect(waiting(clients)).toBe(0)
    clients.clock.advance(1)
    expect(await received(clients, "scheduled")).toEqual(["once"])
    await expect(create(clients, "once")).rejects.toMatchObject({ name: "ConflictException" })
  },
  async GetSchedule({ scheduler }) {
    expect(await scheduler.send(new GetScheduleCommand({ Name: "yearly" }))).toMatchObject({
      Arn: arns.schedule("default/yearly"),
      GroupName: "default",
      State: "DISABLED",
      ScheduleExpression: "cron(0 3 1 6 ? *)",
      ScheduleExpressionTimezone: "UTC",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: arns.queue("scheduled"), Input: "happy new year" },
    })
    await expect(scheduler.send(new GetScheduleCommand({ Name: "none" }))).rejects.toMatchObject(NOT_FOUND)
  },
  async UpdateSchedule(clients) {
    await create(clients, "changed", { ScheduleExpression: inMinutes(clients, 2), Description: "too late" })
    const changed = hourly("changed", { ScheduleExpression: inMinutes(clients, 1) })
    await clients.scheduler.send(new UpdateScheduleCommand(changed))
    const { Description } = await clients.scheduler.send(new GetScheduleCommand({ Name: "changed" }))
    // What an update does not name goes back to its default.
    expect(Description).toBeUndefined()
    for (const minutes of [1, 2]) {
      clients.clock.advance(minutes * MINUTE)
      await clients.engine.scheduler.idle()
      expect(waiting(clients)).toBe(1)
    }
  },
  async DeleteSchedule(clients) {
    await create(clients, "gone", { ScheduleExpression: inMinutes(clients, 1) })
    await clients.scheduler.send(new DeleteScheduleCommand({ Name: "gone" }))
    await expect(clients.scheduler.send(new GetScheduleCommand({ Name: "gone" }))).rejects.toMatchObject(NOT_FOUND)
    clients.clock.advance(2 * MINUTE)
    await clients.engine.scheduler.idle()
    expect(waiting(clients)).toBe(0)
  },
  async ListSchedules(clients) {
    await createGroup(clients, "some")
    await create(clients, "grouped", { GroupName: "some" })
    await create(clients, "ungrouped")
    const { Schedules } = await clients.scheduler.send(new ListSchedulesCommand({ GroupName: "some" }))
    expect(Schedules).toMatchObject([{ Name: "grouped", GroupName: "some", State: "ENABLED" }])
    const byName = await clients.scheduler.send(new ListSchedulesCommand({ NamePrefix: "un" }))
    expect(byName.Schedules?.map(({ Name }) => Name)).toEqual(["ungrouped"])
  },
  async CreateScheduleGroup(clients) {
    expect((await createGroup(clients, "fresh")).ScheduleGroupArn).toBe(arns.scheduleGroup("fresh"))
    await create(clients, "inside", { GroupName: "fresh" })
    await expect(create(clients, "inside", { GroupName: "other" })).rejects.toMatchObject(NOT_FOUND)
    await expect(createGroup(clients, "fresh")).rejects.toMatchObject({ name: "ConflictException" })
  },
  async GetScheduleGroup(clients) {
    await createGroup(clients, "known")
    expect(await clients.scheduler.send(new GetScheduleGroupCommand({ Name: "known" }))).toMatchObject({
      Arn: arns.scheduleGroup("known"),
      State: "ACTIVE",
      CreationDate: new Date(clients.clock.now()),
    })
  },
  async DeleteScheduleGroup(clients) {
    await createGroup(clients, "doomed")
    await create(clients, "inside", { GroupName: "doomed", ScheduleExpression: inMinutes(clients, 1) })
    await clients.scheduler.send(new DeleteScheduleGroupCommand({ Name: "doomed" }))
    clients.clock.advance(MINUTE)
    const get = new GetScheduleCommand({ Name: "inside", GroupName: "doomed" })
    await expect(clients.scheduler.send(get)).rejects.toMatchObject(NOT_FOUND)
    const getGroup = new GetScheduleGroupCommand({ Name: "doomed" })
    await expect(clients.scheduler.send(getGroup)).rejects.toMatchObject(NOT_FOUND)
    await clients.engine.scheduler.idle()
    expect(waiting(clients)).toBe(0)
  },
  async ListScheduleGroups(clients) {
    await createGroup(clients, "listed")
    const { ScheduleGroups } = await clients.scheduler.send(new ListScheduleGroupsCommand({}))
    expect(ScheduleGroups?.map(({ Name }) => Name)).toEqual(["default", "listed"])
  },
}
