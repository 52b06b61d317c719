import { AwsError } from "../errors.ts"
import type { JsonOperation } from "../json-protocol.ts"
import type { ServiceContext } from "../service.ts"
import type { EventsOptions } from "./config.ts"
import { alreadyExists, constraintError, illegalStatus, notFound, validationError } from "./errors.ts"
import type { EventLog } from "./event-log.ts"
import { page, type PageInput } from "./page.ts"
import { REPLAY_STATES, type ReplayRow, type ReplayRows, type ReplayState } from "./replay-rows.ts"
import type { Replays } from "./replays.ts"
import type { Router } from "./router.ts"
import { readStartReplay, type StartReplayInput } from "./start-replay-input.ts"

export interface ReplayOperationsParts {
  readonly options: EventsOptions
  readonly context: ServiceContext
  readonly router: Router
  readonly log: EventLog
  readonly rows: ReplayRows
  readonly replays: Replays
}

interface ListReplaysInput extends PageInput {
  readonly NamePrefix?: string
  readonly State?: ReplayState
  readonly EventSourceArn?: string
}

const MAX_CONCURRENT_REPLAYS = 10

/** EventBridge's operations on replays, by name. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html */
export function replayOperations(parts: ReplayOperationsParts): Record<string, JsonOperation> {
  const { options, context, router, log, rows, replays } = parts
  const arnOf = (kind: string, name: string) => `arn:aws:events:${context.region}:${context.accountId}:${kind}/${name}`
  const find = (name: string): ReplayRow => {
    const replay = rows.get(name)
    if (replay === undefined) throw notFound("Replay", name)
    return replay
  }
  const summary = (replay: ReplayRow) => ({
    ReplayName: replay.name,
    EventSourceArn: arnOf("archive", replay.archive),
    State: replay.state,
    EventStartTime: replay.event_start / 1000,
    EventEndTime: replay.event_end / 1000,
    ReplayStartTime: replay.started / 1000,
    ...(replay.state_reason !== null && { StateReason: replay.state_reason }),
    ...(replay.last_replayed !== null && { EventLastReplayedTime: replay.last_replayed / 1000 }),
    ...(replay.ended !== null && { ReplayEndTime: replay.ended / 1000 }),
  })

  return {
    StartReplay: (input: StartReplayInput) => {
      const replay = readStartReplay(input, options, router)
      if (rows.get(replay.name)) throw alreadyExists("Replay", replay.name)
      if (rows.active().length >= MAX_CONCURRENT_REPLAYS)
        throw new AwsError("LimitExceededException", `At most ${MAX_CONCURRENT_REPLAYS} replays can run at once.`)
      log.expireArchives()
      const started = context.clock.now()
      replays.start({ ...replay, started })
      return { ReplayArn: arnOf("replay", replay.name), State: "STARTING", ReplayStartTime: started / 1000 }
    },
    DescribeReplay: ({ ReplayName = "" }) => {
      const replay = find(ReplayName)
      const Destination = { Arn: replay.bus_arn, FilterArns: JSON.parse(replay.filter_arns) as string[] }
      return {
        ...summary(replay),
        ReplayArn: arnOf("replay", replay.name),
        Destination,
        ...(replay.description !== null && { Description: replay.description }),
      }
    },
    ListReplays: (input: ListReplaysInput) => {
      checkFilters(input)
      const { NamePrefix = "", State, EventSourceArn } = input
      const found = rows
        .all()
        .map(summary)
        .filter((replay) => replay.ReplayName.startsWith(NamePrefix))
        .filter((replay) => (State ?? replay.State) === replay.State)
        .filter((replay) => (EventSourceArn ?? replay.EventSourceArn) === replay.EventSourceArn)
      const { items, next } = page(found, input)
      return { Replays: items, ...next }
    },
    CancelReplay: ({ ReplayName = "" }) => {
      const { name, state } = find(ReplayName)
      if (state !== "STARTING" && state !== "RUNNING") throw illegalStatus(name)
      replays.cancel(name)
      return { ReplayArn: arnOf("replay", name), State: "CANCELLING" }
    },
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListReplays.html */
function checkFilters({ NamePrefix, State, EventSourceArn }: ListReplaysInput): void {
  if ([NamePrefix, State, EventSourceArn].filter((filter) => filter !== undefined).length > 1)
    throw validationError(
      "At most one filter is allowed for ListReplays. Use either : State, EventSourceArn, or NamePrefix.",
    )
  if (State === undefined || REPLAY_STATES.includes(State)) return
  const states = REPLAY_STATES.toSorted().join(", ")
  throw constraintError("state", State, `Member must satisfy enum value set: [${states}]`)
}
