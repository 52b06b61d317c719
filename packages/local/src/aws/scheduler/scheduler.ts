import type { AwsService, ServiceContext } from "../service.ts"
import { clientTokens } from "./client-tokens.ts"
import type { SchedulerOptions } from "./config.ts"
import { startDeliverer } from "../deliverer.ts"
import { deliveryRows } from "./delivery-rows.ts"
import { groupRows } from "./group-rows.ts"
import { handler } from "./handler.ts"
import { invoker } from "./invoker.ts"
import { operations } from "./operations.ts"
import { startPlanner } from "./planner.ts"
import { openRegistry } from "./registry.ts"
import { ROUTES } from "./routes.ts"
import { type ScheduleRow, scheduleRows } from "./schedule-rows.ts"

export {
  DEFAULT_RETRY,
  type DeadLetterAttributes,
  type DeliveryContext,
  type DroppedInvocation,
  type RetryPolicy,
  type ScheduleConfig,
  type SchedulerOptions,
  type ScheduleTarget,
} from "./config.ts"

/** A schedule as the status page shows it. Times are in milliseconds since the epoch. */
export interface ScheduleStatus {
  readonly name: string
  readonly group: string
  readonly expression: string
  readonly timezone?: string
  readonly enabled: boolean
  /** Not there for one that is disabled or completed. */
  readonly next?: number
  /** When its target was last invoked, and why that failed where it did. */
  readonly last?: { readonly time: number; readonly error?: string }
}

export interface SchedulerService extends AwsService {
  /** By group and name. */
  schedules(): ScheduleStatus[]
  /** Resolves when no invocation is under way; those that wait for a retry or in their flexible window do not count. */
  idle(): Promise<void>
}

/** Amazon EventBridge Scheduler: schedules that invoke targets. An invocation is written before it is tried. Throws InvalidSchedule. */
export function schedulerService(options: SchedulerOptions, context: ServiceContext): SchedulerService {
  const { clock, store } = context
  const [groups, schedules, deliveries] = [groupRows(store), scheduleRows(store), deliveryRows(store)]
  const tokens = clientTokens(context)
  const registry = openRegistry({ context, groups, schedules, deliveries })
  registry.declare(options.schedules)
  const attempt = invoker({ options, context, schedules, deliveries, settled: registry.complete })
  const deliverer = startDeliverer({ clock, leftBehind: deliveries.seqs(), attempt })
  const { dispatch } = deliverer
  const planner = startPlanner({ options, context, schedules, deliveries, dispatch, skipped: registry.complete })
  planner.wake()

  return {
    name: "scheduler",
    operations: Object.keys(ROUTES),
    handle: handler(operations({ context, groups, registry, tokens, changed: planner.wake })),
    schedules: () => schedules.all().map(statusOf),
    idle: deliverer.idle,
    reset: async () => {
      deliverer.reset()
      for (const rows of [groups, schedules, deliveries, tokens]) rows.clear()
      registry.declare(options.schedules)
      planner.wake()
    },
    close: async () => {
      planner.close()
      deliverer.close()
    },
  }
}

function statusOf({ config, nextTime, lastTime, lastError }: ScheduleRow): ScheduleStatus {
  const { name, group, expression, timezone, enabled } = config
  return {
    name,
    group,
    expression,
    enabled,
    ...(timezone !== undefined && { timezone }),
    ...(nextTime !== undefined && { next: nextTime }),
    ...(lastTime !== undefined && { last: { time: lastTime, ...(lastError !== undefined && { error: lastError }) } }),
  }
}
