import type { ServiceContext } from "../service.ts"
import { transaction } from "../transaction.ts"
import { DEFAULT_GROUP, type ScheduleConfig } from "./config.ts"
import type { DeliveryRows } from "./delivery-rows.ts"
import type { GroupRows } from "./group-rows.ts"
import { occurrence, sameTimes } from "./occurrence.ts"
import type { ScheduleRow, ScheduleRows, StoredSchedule } from "./schedule-rows.ts"

export interface RegistryParts {
  readonly context: ServiceContext
  readonly groups: GroupRows
  readonly schedules: ScheduleRows
  readonly deliveries: DeliveryRows
}

export type Registry = ReturnType<typeof openRegistry>

/** The schedules that there are, and when each is next. */
export function openRegistry({ context, groups, schedules, deliveries }: RegistryParts) {
  const { clock, store } = context

  function find(group: string, name: string): ScheduleRow | undefined {
    const row = schedules.get(group, name)
    return row?.retired ? undefined : row
  }

  /** Creates or replaces one. It goes on where its times are the same, and begins anew where they are not. */
  function save(config: StoredSchedule, existing: ScheduleRow | undefined, fromApp: boolean): void {
    const now = clock.now()
    const same = existing !== undefined && sameTimes(existing.config, config)
    const anchor = same ? existing.anchor : now
    const first = occurrence(config, anchor, now)
    const next = same && existing.config.enabled ? existing.nextTime : first
    const modified = JSON.stringify(existing?.config) === JSON.stringify(config) ? existing?.modified : now
    if (!same || !config.enabled) deliveries.withdraw(config.group, config.name)
    schedules.put({
      config,
      fromApp,
      anchor,
      created: existing?.created ?? now,
      modified: modified ?? now,
      nextTime: config.enabled ? next : undefined,
    })
  }

  function remove({ group, name }: StoredSchedule): void {
    deliveries.withdraw(group, name)
    schedules.remove({ group, name })
  }

  /** Makes those of the app what the app declares, whatever calls have made of them. Throws InvalidSchedule. */
  function declare(configs: readonly ScheduleConfig[]): void {
    transaction(store, () => {
      const declared = configs.map((config) => ({ ...config, group: config.group ?? DEFAULT_GROUP }))
      const isDeclared = ({ config }: ScheduleRow) =>
        declared.some(({ group, name }) => group === config.group && name === config.name)
      for (const group of [DEFAULT_GROUP, ...declared.map((config) => config.group)]) groups.add(group, clock.now())
      for (const row of schedules.ofApp()) if (!isDeclared(row)) remove(row.config)
      for (const config of declared) declareOne(config)
    })
  }

  function declareOne(config: StoredSchedule): void {
    const existing = schedules.get(config.group, config.name)
    // It is completed, and was deleted for that.
    if (existing?.retired && sameTimes(existing.config, config)) return
    save(config, existing, true)
  }

  /** To be called when an occurrence is done with: deletes a schedule that is completed, where it says so. */
  function complete(group: string, name: string): void {
    const row = find(group, name)
    if (row === undefined || !row.config.enabled || row.nextTime !== undefined) return
    if (row.config.actionAfterCompletion !== "DELETE" || deliveries.waiting(group, name) > 0) return
    if (row.fromApp) schedules.retire(row.config)
    else schedules.remove(row.config)
  }

  return { find, save, remove, declare, complete, all: schedules.all }
}
