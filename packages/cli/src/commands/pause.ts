import type { Command } from "commander"
import { UnknownService } from "../errors.ts"
import { counted } from "../format.ts"
import { lanesIn, lanesOf, switchLane } from "../lanes.ts"
import { servicesOf, type SubscriberTarget } from "../operations.ts"
import type { Stage } from "../stage.ts"
import { type Terminal, terminal, withStage, writeJson } from "../terminal.ts"

interface Switched {
  readonly subscriber: string
  /** Queues that it takes messages from, or from now on does not. */
  readonly queues: number
}

export function register(program: Command): void {
  const commands = [
    ["pause", "have a service take no more messages; its queues keep them", false],
    ["resume", "have a service that was paused go on with what waits", true],
  ] as const
  for (const [name, description, on] of commands)
    program
      .command(name)
      .description(description)
      .argument("<service>", "a service, or one of its functions")
      .option("--json", "print an array")
      .action((service: string, options: { json?: boolean }) => turn(service, on, options))
}

/** Throws UnknownService. */
export async function turn(
  name: string,
  on: boolean,
  { json = false }: { readonly json?: boolean },
  io: Terminal = terminal,
): Promise<void> {
  const switched = await withStage(io, async (stage) => {
    const all: Switched[] = []
    const meant = meantBy(stage, name)
    const existing = await lanesIn(stage.lambda)
    for (const subscriber of meant) {
      const lanes = lanesOf(existing, stage.operations, subscriber)
      for (const lane of lanes) await switchLane(stage.lambda, lane, on)
      all.push({ subscriber: subscriber.name, queues: lanes.length })
    }
    return all
  })
  if (json) return writeJson(io, switched)
  const does = on ? "takes messages from" : "takes no more messages from"
  for (const { subscriber, queues } of switched) io.stdout.write(`${subscriber} ${does} ${counted(queues, "queue")}.\n`)
}

function meantBy({ operations }: Pick<Stage, "operations">, name: string): readonly SubscriberTarget[] {
  const { subscribers } = operations
  const meant = subscribers.filter((subscriber) => subscriber.service === name || subscriber.name === name)
  if (meant.length === 0) throw new UnknownService(name, servicesOf(operations))
  return meant
}
