import type { ServiceContext } from "../service.ts"
import { DEFAULT_GROUP } from "./config.ts"
import { conflict, notFound, validationError } from "./errors.ts"
import type { GroupRow, GroupRows } from "./group-rows.ts"
import type { Call } from "./handler.ts"
import { identifier } from "./input.ts"
import { pageOf } from "./page.ts"
import type { Registry } from "./registry.ts"

export interface GroupParts {
  readonly context: ServiceContext
  readonly groups: GroupRows
  readonly registry: Registry
}

/** What can be done with groups of schedules. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-group.html */
export function groupOperations({ context, groups, registry }: GroupParts) {
  const { clock, region, accountId } = context
  const arnOf = (name: string) => `arn:aws:scheduler:${region}:${accountId}:schedule-group/${name}`

  function output({ name, created }: GroupRow): object {
    const dates = { CreationDate: created / 1000, LastModificationDate: created / 1000 }
    return { Arn: arnOf(name), Name: name, State: "ACTIVE", ...dates }
  }

  function groupOf({ name }: Call): GroupRow {
    const group = groups.get(name)
    if (group === undefined) throw notFound("Schedule group", name)
    return group
  }

  return {
    create: ({ name }: Call): object => {
      identifier("name", name)
      if (groups.get(name)) throw conflict(`Schedule group ${name} already exists.`)
      groups.add(name, clock.now())
      return { ScheduleGroupArn: arnOf(name) }
    },
    get: (call: Call): object => output(groupOf(call)),
    list: ({ query }: Call): object => {
      const prefix = query.get("NamePrefix") ?? ""
      const named = groups.all().filter(({ name }) => name.startsWith(prefix))
      const { items, ...next } = pageOf(named, ({ name }) => name, query)
      return { ScheduleGroups: items.map(output), ...next }
    },
    /** With its schedules, as on AWS, which takes its time for it. */
    remove: (call: Call): object => {
      const { name } = groupOf(call)
      if (name === DEFAULT_GROUP) throw validationError("The default schedule group cannot be deleted.")
      for (const { config } of registry.all()) if (config.group === name) registry.remove(config)
      groups.remove(name)
      return {}
    },
  }
}
