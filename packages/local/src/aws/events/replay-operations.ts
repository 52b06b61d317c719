import type { JsonOperation } from "../json-protocol.ts"
import { AwsError } from "../errors.ts"
import type { ServiceContext } from "../service.ts"
import type { EventsOptions } from "./config.ts"
import { alreadyExists, illegalStatus, notFound, validationError } from "./errors.ts"
import type { EventLog } from "./event-log.ts"
import type { ReplayRow, ReplayRows } from "./replay-rows.ts"
import type { Replays } from "./replays.ts"
import type { Router } from "./router.ts"

export interface ReplayOperationsParts {
  readonly options: EventsOptions
  readonly context: ServiceContext
  readonly router: Router
  readonly log: EventLog
  readonly rows: ReplayRows
  readonly replays: Replays
}

const MAX_CONCURRENT_REPLAYS = 10

interface StartReplayInput {
  readonly ReplayName?: string
  readonly Description?: string
  readonly EventSourceArn?: string
  readonly EventStartTime?: number
  readonly EventEndTime?: number
  readonly Destination?: { readonly Arn?: string; readonly FilterArns?: string[] }
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html */
export function replayOperations({
  options,
  context,
  router,
  log,
  rows,
  replays,
}: ReplayOperationsParts): Record<string, JsonOperation> {
  const arnOf = (kind: string, name: string) => `arn:aws:events:${context.region}:${context.accountId}:${kind}/${name}`
  const find = (name: string): ReplayRow => {
    const replay = rows.get(name)
    if (replay === undefined) throw notFound("Replay", name)
    return replay
  }

  function startReplay(input: StartReplayInput) {
    const {
      ReplayName: name = "",
      EventStartTime = NaN,
      EventEndTime = NaN,
      Destination: { Arn, FilterArns = [] } = {},
    } = input
    if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(name))
      throw invalid("ReplayName", "It must be 1 to 64 letters, digits, dots, hyphens or underscores.")
    if (rows.get(name)) throw alreadyExists("Replay", name)
    const archive = options.archives.find((candidate) => arnOf("archive", candidate.name) === input.EventSourceArn)
    if (!archive) throw invalid("EventSourceArn", `Archive ${input.EventSourceArn} does not exist.`)
    const bus = router.findBus(archive.busArn)
    if (!bus || Arn !== bus.arn) throw invalid("Destination.Arn", "Cross event bus replay is not permitted.")
    if (!(EventStartTime < EventEndTime)) throw invalid("EventEndTime", "EventStartTime must be before EventEndTime.")
    const unknown = FilterArns.find((arn) => !router.rulesOn(bus).some((rule) => rule.arn === arn))
    if (unknown !== undefined) throw invalid("Destination.FilterArns", `Rule ${unknown} does not exist on ${bus.name}.`)
    if (rows.active().length >= MAX_CONCURRENT_REPLAYS)
      throw new AwsError("LimitExceededException", `At most ${MAX_CONCURRENT_REPLAYS} replays can run at once.`)
    log.expireArchives()
    replays.start({
      name,
      archive: archive.name,
      bus_arn: bus.arn,
      filter_arns: JSON.stringify(FilterArns),
      description: input.Description ?? null,
      event_start: EventStartTime * 1000,
      event_end: EventEndTime * 1000,
      started: context.clock.now(),
    })
    return { ReplayArn: arnOf("replay", name), State: "STARTING", ReplayStartTime: context.clock.now() / 1000 }
  }

  function summary(replay: ReplayRow) {
    return {
      ReplayName: replay.name,
      EventSourceArn: arnOf("archive", replay.archive),
      State: replay.state,
      EventStartTime: replay.event_start / 1000,
      EventEndTime: replay.event_end / 1000,
      ReplayStartTime: replay.started / 1000,
      ...(replay.last_replayed !== null && { EventLastReplayedTime: replay.last_replayed / 1000 }),
      ...(replay.ended !== null && { ReplayEndTime: replay.ended / 1000 }),
    }
  }

  return {
    StartReplay: startReplay,
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
    ListReplays: ({ NamePrefix = "", State, EventSourceArn }) => {
      const all = rows
        .all()
        .filter(({ name }) => name.startsWith(NamePrefix))
        .map(summary)
      return {
        Replays: all.filter(
          (replay) =>
            (State ?? replay.State) === replay.State &&
            (EventSourceArn ?? replay.EventSourceArn) === replay.EventSourceArn,
        ),
      }
    },
    CancelReplay: ({ ReplayName = "" }) => {
      const { name, state } = find(ReplayName)
      if (state !== "STARTING" && state !== "RUNNING") throw illegalStatus(name)
      replays.cancel(name)
      return { ReplayArn: arnOf("replay", name), State: "CANCELLING" }
    },
  }
}

function invalid(name: string, reason: string): AwsError {
  return validationError(`Parameter ${name} is not valid. Reason: ${reason}`)
}
