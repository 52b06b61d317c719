import type { Engine } from "../engine.ts"
import type { RuleNode } from "../graph.ts"
import { parseSchedule } from "../schedule/parse-schedule.ts"
import { arnNames, busName } from "./arn-names.ts"
import type { SeenEvents } from "./seen-events.ts"

export function ruleStatus({ graph }: Pick<Engine, "graph">, seen: SeenEvents) {
  const nameOf = arnNames(graph)
  return graph.rules.map((rule) => {
    const { name, bus, enabled, pattern, schedule, targets } = rule
    const { count, last } = seen.matches(busName(graph, bus), name)
    return {
      name,
      bus,
      enabled,
      pattern,
      ...(schedule === undefined ? {} : { schedule }),
      matched: count,
      ...(last === undefined ? {} : { last }),
      targets: targets.map(({ arn, deadLetterArn }) => ({
        name: nameOf(arn),
        ...(deadLetterArn === undefined ? {} : { deadLetters: nameOf(deadLetterArn) }),
      })),
    }
  })
}

export interface ScheduleSummary {
  readonly kind: "schedule" | "rule"
  readonly name: string
  /** Of EventBridge Scheduler. */
  readonly group?: string
  readonly expression: string
  readonly timezone?: string
  readonly enabled: boolean
  readonly targets: readonly string[]
  /** Milliseconds since the epoch. */
  readonly next?: number
  readonly last?: { readonly time: number; readonly error?: string }
}

/** Those of EventBridge Scheduler, and rules that run on a schedule. */
export function scheduleStatus(
  { graph, scheduler }: Pick<Engine, "graph" | "scheduler">,
  seen: SeenEvents,
  times: { readonly now: number; readonly started: number },
): ScheduleSummary[] {
  const nameOf = arnNames(graph)
  const own = scheduler.schedules().map((schedule) => {
    const node = graph.schedules.find(({ group, name }) => group === schedule.group && name === schedule.name)
    return { kind: "schedule" as const, ...schedule, targets: node ? [nameOf(node.target.arn)] : [] }
  })
  const ofRules = graph.rules.flatMap((rule) => {
    const { name, schedule, enabled, targets } = rule
    if (schedule === undefined) return []
    const { last } = seen.matches(busName(graph, rule.bus), name)
    const next = enabled ? nextOf(schedule, last ?? times.started, times.now) : undefined
    return {
      kind: "rule" as const,
      name,
      expression: schedule,
      enabled,
      targets: targets.map(({ arn }) => nameOf(arn)),
      ...(next === undefined ? {} : { next }),
      ...(last === undefined ? {} : { last: { time: last } }),
    }
  })
  return [...own, ...ofRules]
}

/** A rate is counted from the engine's start, so from any occurrence too. */
function nextOf(schedule: NonNullable<RuleNode["schedule"]>, anchor: number, now: number): number | undefined {
  return parseSchedule(schedule, { anchor }).next(now)
}
