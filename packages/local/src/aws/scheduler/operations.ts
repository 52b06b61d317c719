import type { ClientTokens } from "./client-tokens.ts"
import { groupOperations, type GroupParts } from "./group-operations.ts"
import type { Call, Operation } from "./handler.ts"
import { conflict, notFound } from "./errors.ts"
import { DEFAULT_GROUP } from "./config.ts"
import { choice, identifier } from "./input.ts"
import { pageOf } from "./page.ts"
import { scheduleInput } from "./schedule-input.ts"
import { scheduleOutput, summaryOutput } from "./schedule-output.ts"
import type { SchedulerOperation } from "./routes.ts"
import type { ScheduleRow } from "./schedule-rows.ts"

export interface OperationsParts extends GroupParts {
  readonly tokens: ClientTokens
  /** Called after every change of schedules. */
  readonly changed: () => void
}

/** Scheduler's operations by name. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html */
export function operations(parts: OperationsParts): Record<SchedulerOperation, Operation> {
  const { context, groups, registry, tokens, changed } = parts
  const { clock, region, accountId } = context
  const arnOf = (group: string, name: string) => `arn:aws:scheduler:${region}:${accountId}:schedule/${group}/${name}`

  function scheduleOf({ name, query }: Call): ScheduleRow {
    const row = registry.find(query.get("groupName") ?? DEFAULT_GROUP, name)
    if (row === undefined) throw notFound("Schedule", name)
    return row
  }

  function createSchedule({ name, input }: Call): object {
    const schedule = scheduleInput(name, input, arnOf, clock.now())
    if (groups.get(schedule.group) === undefined) throw notFound("Schedule group", schedule.group)
    if (registry.find(schedule.group, name)) throw conflict(`Schedule ${name} already exists.`)
    registry.save(schedule, undefined, false)
    return { ScheduleArn: schedule.arn }
  }

  function updateSchedule({ name, input }: Call): object {
    const schedule = scheduleInput(name, input, arnOf, clock.now())
    const existing = registry.find(schedule.group, name)
    if (existing === undefined) throw notFound("Schedule", name)
    registry.save({ ...schedule, arn: existing.config.arn }, existing, existing.fromApp)
    return { ScheduleArn: existing.config.arn }
  }

  function listSchedules({ query }: Call): object {
    const group = query.get("ScheduleGroup")
    const prefix = query.get("NamePrefix") ?? ""
    const state = query.has("State") ? choice("ENABLED", "DISABLED")("State", query.get("State")) : undefined
    if (group !== null && groups.get(identifier("groupName", group)) === undefined)
      throw notFound("Schedule group", group)
    const rows = registry.all().filter(({ config }) => {
      const inState = state === undefined || config.enabled === (state === "ENABLED")
      return inState && config.name.startsWith(prefix) && (group === null || config.group === group)
    })
    const { items, ...next } = pageOf(rows, ({ config }) => `${config.group}\0${config.name}`, query)
    return { Schedules: items.map(summaryOutput), ...next }
  }

  /** Has a call that is sent again with its token not act again. */
  function once(operation: SchedulerOperation, run: Operation): Operation {
    return (call) => {
      const { ClientToken, ...input } = call.input
      const query = [...call.query].filter(([field]) => field !== "clientToken")
      const token = ClientToken ?? call.query.get("clientToken")
      const output = tokens.once(operation, token, [call.name, query, input], () => run(call))
      changed()
      return output
    }
  }

  const group = groupOperations(parts)
  return {
    CreateSchedule: once("CreateSchedule", createSchedule),
    GetSchedule: (call) => scheduleOutput(scheduleOf(call)),
    UpdateSchedule: once("UpdateSchedule", updateSchedule),
    DeleteSchedule: once("DeleteSchedule", (call) => {
      registry.remove(scheduleOf(call).config)
      return {}
    }),
    ListSchedules: listSchedules,
    CreateScheduleGroup: once("CreateScheduleGroup", group.create),
    GetScheduleGroup: group.get,
    DeleteScheduleGroup: once("DeleteScheduleGroup", group.remove),
    ListScheduleGroups: group.list,
  }
}
