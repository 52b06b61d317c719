import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs"
import type { Command } from "commander"
import { renderColumns } from "../render-columns.ts"
import type { Stage } from "../stage.ts"
import { type Terminal, terminal, withStage, writeJson } from "../terminal.ts"
import { colorsFor, printable } from "../text.ts"

/** Messages of a queue; SQS counts approximately. */
export interface Depth {
  readonly waiting: number
  readonly inFlight: number
  /** Sent to be received later. */
  readonly delayed: number
}

/** A subscriber's queues, and what it gave up. */
export interface SubscriberStatus {
  readonly subscriber: string
  readonly service: string
  readonly live: Depth
  /** Of the lane of backfills; null where it has none. */
  readonly backfill: Depth | null
  /** Given up, and nobody has done anything about it. */
  readonly dead: number
  /** In the dead-letter queue: services/failures has not read them yet. */
  readonly unread: number
}

type Watched = Pick<Stage, "operations" | "sqs" | "deadLetters">

export function register(program: Command): void {
  program
    .command("status")
    .description("what waits for each subscriber, and what it gave up")
    .option("--json", "print an array")
    .action((options: { json?: boolean }) => status(options))
}

export async function status({ json }: { readonly json?: boolean }, io: Terminal = terminal): Promise<void> {
  const all = await withStage(io, statusOf)
  if (json) return writeJson(io, all)
  const rows = all.map(({ subscriber, live, backfill, dead, unread }) => {
    const inLane = backfill ? [backfill.waiting, backfill.inFlight] : ["", ""]
    return [printable(subscriber), live.waiting, live.inFlight, ...inLane, dead, unread].map(String)
  })
  const colors = colorsFor(io.stdout)
  const head = ["subscriber", "waiting", "in flight", "backfill", "in flight", "dead", "unread"]
  const paint = (line: string, row: number) => (isTrouble(all[row]) ? colors.red(line) : line)
  io.stdout.write(`${renderColumns(head, rows, colors, paint)}\n`)
}

function isTrouble(one: SubscriberStatus | undefined): boolean {
  return one !== undefined && one.dead + one.unread > 0
}

/** Every subscriber, and at the end what rules could not deliver. */
async function statusOf(stage: Watched): Promise<readonly SubscriberStatus[]> {
  const { subscribers, undelivered } = stage.operations
  const dead = await deadBySubscriber(stage)
  const own = subscribers.map(async ({ name, service, queues, deadLetters }) => {
    const [live, backfill, unread] = await Promise.all([
      depthOf(stage, queues[0]),
      queues[1] === undefined ? null : depthOf(stage, queues[1]),
      depthOf(stage, deadLetters),
    ])
    return { subscriber: name, service, live, backfill, dead: dead.get(name) ?? 0, unread: sumOf(unread) }
  })
  const bus = { subscriber: "bus", service: "bus", live: none, backfill: null, dead: dead.get("bus") ?? 0 }
  return [...(await Promise.all(own)), { ...bus, unread: sumOf(await depthOf(stage, undelivered)) }]
}

async function deadBySubscriber({ deadLetters }: Watched): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for await (const { subscriber } of deadLetters.inState("dead"))
    counts.set(subscriber, (counts.get(subscriber) ?? 0) + 1)
  return counts
}

const none: Depth = { waiting: 0, inFlight: 0, delayed: 0 }

async function depthOf({ sqs }: Watched, queue: string | undefined): Promise<Depth> {
  if (queue === undefined) return none
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queue,
      AttributeNames: [
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible",
        "ApproximateNumberOfMessagesDelayed",
      ],
    }),
  )
  return {
    waiting: Number(Attributes["ApproximateNumberOfMessages"] ?? 0),
    inFlight: Number(Attributes["ApproximateNumberOfMessagesNotVisible"] ?? 0),
    delayed: Number(Attributes["ApproximateNumberOfMessagesDelayed"] ?? 0),
  }
}

function sumOf({ waiting, inFlight, delayed }: Depth): number {
  return waiting + inFlight + delayed
}
