import {
  CancelReplayCommand,
  DescribeReplayCommand,
  type EventBridgeClient,
  ListReplaysCommand,
  type Replay,
  StartReplayCommand,
} from "@aws-sdk/client-eventbridge"
import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs"
import type { CatalogReader } from "@darkroom/catalog-model"
import { noSuchReplay } from "../errors.ts"
import type { Operations } from "../operations.ts"

/** A replay as EventBridge tells of it; times are milliseconds since the epoch. */
export interface ReplayStatus {
  readonly name: string
  readonly state: string
  /** Why it failed. */
  readonly reason?: string
  readonly from: number
  readonly to: number
  readonly startedAt?: number
  readonly endedAt?: number
  /** Events up to this time are replayed. */
  readonly replayedTo?: number
}

export interface NewReplay {
  readonly name: string
  readonly from: number
  readonly to: number
  /** ARNs of the rules that are to have the events. */
  readonly rules: readonly string[]
}

export interface Message {
  readonly body: string
  readonly receipt: string
}

/** A stage as far as replays need it. */
export interface ReplayAccess {
  /** Throws what EventBridge does, such as for a name that was used before. */
  start(replay: NewReplay): Promise<void>
  /** Throws NoReplay. */
  describe(name: string): Promise<ReplayStatus>
  /** The latest first. */
  list(prefix?: string): Promise<ReplayStatus[]>
  /** Throws NoReplay. */
  cancel(name: string): Promise<void>
  /** Up to ten messages, waiting a second for the first. */
  receive(queue: string): Promise<Message[]>
  forget(queue: string, receipts: readonly string[]): Promise<void>
  /** Indexes of the messages, ten at the most, that the queue did not take. */
  send(queue: string, bodies: readonly string[]): Promise<number[]>
  readonly records: CatalogReader["records"]
  /** Milliseconds without a message after which a replay that has ended is taken to be all there. */
  readonly silence: number
  /** Milliseconds that the archive may be behind. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html */
  readonly lag: number
}

export interface ReplayClients {
  readonly events: Pick<EventBridgeClient, "send">
  readonly queues: Pick<SQSClient, "send">
  readonly records: CatalogReader["records"]
}

const TEN_MINUTES = 600_000

export function replayAccess(
  { events, queues, records }: ReplayClients,
  { archive, bus }: Pick<Operations, "archive" | "bus">,
  { offline }: { readonly offline: boolean },
): ReplayAccess {
  return {
    async start({ name, from, to, rules }) {
      const Destination = { Arn: bus, FilterArns: [...rules] }
      const window = { EventStartTime: new Date(from), EventEndTime: new Date(to) }
      await events.send(new StartReplayCommand({ ReplayName: name, EventSourceArn: archive, Destination, ...window }))
    },
    describe: (ReplayName) =>
      known(ReplayName, async () => statusOf(await events.send(new DescribeReplayCommand({ ReplayName })))),
    async list(NamePrefix) {
      const all: Replay[] = []
      let NextToken: string | undefined
      do {
        const page = await events.send(
          new ListReplaysCommand({ ...(NamePrefix ? { NamePrefix } : {}), ...(NextToken ? { NextToken } : {}) }),
        )
        all.push(...(page.Replays ?? []))
        NextToken = page.NextToken
      } while (NextToken)
      // The account may have archives of others.
      const own = all.filter(({ EventSourceArn = archive }) => EventSourceArn === archive)
      return own.map(statusOf).toSorted((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0))
    },
    cancel: (ReplayName) =>
      known(ReplayName, async () => void (await events.send(new CancelReplayCommand({ ReplayName })))),
    async receive(QueueUrl) {
      const { Messages = [] } = await queues.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      )
      return Messages.map(({ Body = "", ReceiptHandle = "" }) => ({ body: Body, receipt: ReceiptHandle }))
    },
    async forget(QueueUrl, receipts) {
      const Entries = receipts.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }))
      // What is not taken off comes once more, and is known by then.
      await queues.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
    },
    async send(QueueUrl, bodies) {
      const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }))
      const { Failed = [] } = await queues.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
      return Failed.map(({ Id }) => Number(Id))
    },
    records,
    silence: offline ? 2_000 : 20_000,
    lag: offline ? 0 : TEN_MINUTES,
  }
}

async function known<T>(name: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw noSuchReplay(error, name)
  }
}

function statusOf(replay: Replay): ReplayStatus {
  const { ReplayName = "", State = "", StateReason, EventStartTime, EventEndTime } = replay
  const time = (name: string, date: Date | undefined) => (date === undefined ? {} : { [name]: date.getTime() })
  return {
    name: ReplayName,
    state: State.toLowerCase(),
    ...(StateReason ? { reason: StateReason } : {}),
    from: EventStartTime?.getTime() ?? 0,
    to: EventEndTime?.getTime() ?? 0,
    ...time("startedAt", replay.ReplayStartTime),
    ...time("endedAt", replay.ReplayEndTime),
    ...time("replayedTo", replay.EventLastReplayedTime),
  }
}

export function isOver({ state }: ReplayStatus): boolean {
  return ["completed", "cancelled", "failed"].includes(state)
}
