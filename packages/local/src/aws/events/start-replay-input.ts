import type { BusConfig, EventsOptions } from "./config.ts"
import { constraintError, invalidParameter, notFound } from "./errors.ts"
import type { NewReplay } from "./replay-rows.ts"
import type { Router } from "./router.ts"

export interface StartReplayInput {
  readonly ReplayName?: string
  readonly Description?: string
  readonly EventSourceArn?: string
  /** Seconds since the epoch. */
  readonly EventStartTime?: number
  readonly EventEndTime?: number
  readonly Destination?: { readonly Arn?: string; readonly FilterArns?: string[] }
}

const LONGEST_NAME = 64
const LONGEST_DESCRIPTION = 512
const ARCHIVE_ARN = /^arn:aws[\w-]*:events:[^:]*:[^:]*:archive\/(.+)$/
const BUS_ARN = /^arn:aws[\w-]*:events:[^:]*:[^:]*:event-bus\/(.+)$/

/** Checks what StartReplay asks for. Throws ValidationException, ResourceNotFoundException. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html */
export function readStartReplay(
  input: StartReplayInput,
  { archives }: EventsOptions,
  router: Router,
): Omit<NewReplay, "started"> {
  checkModel(input)
  const { ReplayName = "", EventSourceArn = "", EventStartTime = NaN, EventEndTime = NaN, Destination = {} } = input
  const archiveName = ARCHIVE_ARN.exec(EventSourceArn)?.[1]
  if (archiveName === undefined) throw invalidParameter("EventSourceArn", "Must contain an archive ARN.")
  const bus = destination(Destination.Arn ?? "", router)
  const archive = archives.find(({ name }) => name === archiveName)
  if (!archive) throw invalidParameter("EventSourceArn", `Archive ${archiveName} does not exist.`)
  if (router.findBus(archive.busArn) !== bus)
    throw invalidParameter("Destination.Arn", "Cross event bus replay is not permitted.")
  if (!(EventStartTime < EventEndTime))
    throw invalidParameter("EventEndTime", "EventStartTime must be before EventEndTime.")
  return {
    name: ReplayName,
    archive: archive.name,
    bus_arn: bus.arn,
    filter_arns: JSON.stringify(checkedFilter(Destination.FilterArns ?? [], bus, router)),
    description: input.Description ?? null,
    event_start: EventStartTime * 1000,
    event_end: EventEndTime * 1000,
  }
}

function checkModel(input: StartReplayInput): void {
  const { ReplayName = "", Description = "", Destination } = input
  for (const name of ["ReplayName", "EventSourceArn", "EventStartTime", "EventEndTime", "Destination"] as const) {
    if (input[name] === undefined) throw constraintError(inModel(name), undefined, "Member must not be null")
  }
  if (Destination?.Arn === undefined) throw constraintError("destination.arn", undefined, "Member must not be null")
  if (ReplayName.length < 1 || ReplayName.length > LONGEST_NAME) {
    const bound = ReplayName === "" ? "greater than or equal to 1" : `less than or equal to ${LONGEST_NAME}`
    throw constraintError("replayName", ReplayName, `Member must have length ${bound}`)
  }
  if (!/^[.\-_A-Za-z0-9]+$/.test(ReplayName))
    throw constraintError(
      "replayName",
      ReplayName,
      "Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    )
  if (Description.length > LONGEST_DESCRIPTION)
    throw constraintError(
      "description",
      Description,
      `Member must have length less than or equal to ${LONGEST_DESCRIPTION}`,
    )
}

function destination(arn: string, router: Router): BusConfig {
  const name = BUS_ARN.exec(arn)?.[1]
  if (name === undefined) throw invalidParameter("Destination.Arn", "Must contain an event bus ARN.")
  const bus = router.findBus(arn)
  if (bus === undefined) throw notFound("Event bus", name)
  return bus
}

function checkedFilter(arns: readonly string[], bus: BusConfig, router: Router): readonly string[] {
  const unknown = arns.find((arn) => !router.rulesOn(bus).some((rule) => rule.arn === arn))
  if (unknown !== undefined)
    throw invalidParameter("Destination.FilterArns", `Rule ${unknown} does not exist on ${bus.name}.`)
  return arns
}

/** The API's model begins its members' names in lower case. */
function inModel(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`
}
