import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs"
import { lanesIn, lanesOf } from "../lanes.ts"
import type { Stage } from "../stage.ts"
import { queueAges } from "./queue-ages.ts"

/** Messages of a queue; SQS counts approximately. */
export interface Depth {
  readonly waiting: number
  readonly inFlight: number
  /** Sent to be received later. */
  readonly delayed: number
  /** Seconds that the oldest had waited when it was last measured, which is each minute. */
  readonly oldest: number
}

/** A subscriber's queues, and what it gave up. */
export interface SubscriberStatus {
  readonly subscriber: string
  readonly service: string
  /** Whether it takes messages from none of its queues: `darkroom pause`. */
  readonly paused: boolean
  readonly live: Depth
  /** Of the lane of backfills; null where it has none. */
  readonly backfill: Depth | null
  /** Given up, and nobody has done anything about it. */
  readonly dead: number
  /** In the dead-letter queue: services/failures has not read them yet. */
  readonly unread: number
}

type Watched = Pick<Stage, "operations" | "sqs" | "deadLetters" | "cloudWatch" | "lambda">

/** Every subscriber, and at the end what rules could not deliver. `now` is in milliseconds. */
export async function subscriberStatus(stage: Watched, now: number): Promise<readonly SubscriberStatus[]> {
  const { subscribers, undelivered } = stage.operations
  const queues = subscribers.flatMap((subscriber) => subscriber.queues)
  const [dead, ages, all] = await Promise.all([
    deadBySubscriber(stage),
    queueAges(stage.cloudWatch, queues, now),
    lanesIn(stage.lambda),
  ])
  const laneOf = async (queue: string | undefined) =>
    queue === undefined ? nothing : { ...(await depthOf(stage, queue)), oldest: ages.get(queue) ?? 0 }
  const own = subscribers.map(async (subscriber) => {
    const {
      name,
      service,
      queues: [live, backfill],
      deadLetters,
    } = subscriber
    const unread = sumOf(await depthOf(stage, deadLetters))
    const taken = lanesOf(all, stage.operations, subscriber)
    const paused = taken.length > 0 && taken.every(({ isOn }) => !isOn)
    const lanes = { live: await laneOf(live), backfill: backfill === undefined ? null : await laneOf(backfill) }
    return { subscriber: name, service, paused, ...lanes, dead: dead.get(name) ?? 0, unread }
  })
  const bus = {
    subscriber: "bus",
    service: "bus",
    paused: false,
    live: nothing,
    backfill: null,
    dead: dead.get("bus") ?? 0,
  }
  return [...(await Promise.all(own)), { ...bus, unread: sumOf(await depthOf(stage, undelivered)) }]
}

async function deadBySubscriber({ deadLetters }: Watched): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for await (const { subscriber } of deadLetters.inState("dead"))
    counts.set(subscriber, (counts.get(subscriber) ?? 0) + 1)
  return counts
}

const nothing: Depth = { waiting: 0, inFlight: 0, delayed: 0, oldest: 0 }

async function depthOf({ sqs }: Watched, queue: string): Promise<Omit<Depth, "oldest">> {
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

function sumOf({ waiting, inFlight, delayed }: Omit<Depth, "oldest">): number {
  return waiting + inFlight + delayed
}
