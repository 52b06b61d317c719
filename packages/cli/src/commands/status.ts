import type { Command } from "commander"
import type { Stage } from "../stage.ts"
import { type FunctionStatus, functionStatus } from "../status/function-status.ts"
import { type MonthCost, monthCost } from "../status/month-cost.ts"
import { renderStatus } from "../status/render-status.ts"
import { type ServiceStatus, serviceStatus } from "../status/service-status.ts"
import { type SubscriberStatus, subscriberStatus } from "../status/subscriber-status.ts"
import { type Terminal, terminal, withStage, writeJson } from "../terminal.ts"
import { colorsFor } from "../text.ts"

export interface StageStatus {
  readonly subscribers: readonly SubscriberStatus[]
  readonly services: readonly ServiceStatus[]
  readonly functions: readonly FunctionStatus[]
  /** Photos and videos of which a step is known to be stalled. */
  readonly stalled: number
  readonly cost: MonthCost
}

export function register(program: Command): void {
  program
    .command("status")
    .description("what waits for each subscriber and what it gave up, how functions did, what the month has cost")
    .option("--json", "print an object")
    .action((options: { json?: boolean }) => status(options))
}

export async function status(
  { json }: { readonly json?: boolean },
  io: Terminal = terminal,
  now: () => number = Date.now,
): Promise<void> {
  const { all, offline } = await withStage(io, async (stage) => ({
    all: await stageStatus(stage, now()),
    offline: stage.offline,
  }))
  if (json) writeJson(io, all)
  else io.stdout.write(`${renderStatus(all, offline, colorsFor(io.stdout))}\n`)
}

async function stageStatus(stage: Stage, now: number): Promise<StageStatus> {
  const { cloudWatch, operations } = stage
  const [subscribers, services, functions, cost, stalled] = await Promise.all([
    subscriberStatus(stage, now),
    serviceStatus(cloudWatch, operations, now),
    functionStatus(cloudWatch, operations, now),
    monthCost(cloudWatch, operations, now),
    countOf(stage.stalled()),
  ])
  return { subscribers, services, functions, stalled, cost }
}

async function countOf(found: AsyncGenerator<string>): Promise<number> {
  let count = 0
  for await (const _ of found) count++
  return count
}
