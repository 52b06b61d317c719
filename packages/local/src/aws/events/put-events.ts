import { isObject } from "./pattern/value.ts"
import { validationError } from "./errors.ts"
import { toBusEvent } from "./bus-event.ts"
import type { EventLog, NewEvent } from "./event-log.ts"
import type { Router } from "./router.ts"
import { withoutLineage } from "../../lambda/trace-header.ts"
import type { ServiceContext } from "../service.ts"

export const MAX_ENTRIES = 10
export const MAX_REQUEST_BYTES = 1_048_576
const TIME_BYTES = 14

export interface WireEntry {
  readonly Source?: string
  readonly DetailType?: string
  readonly Detail?: string
  readonly EventBusName?: string
  readonly Resources?: string[]
  /** Seconds since the epoch. */
  readonly Time?: number
  /** Of X-Ray. */
  readonly TraceHeader?: string
}

interface EntryError {
  readonly ErrorCode: string
  readonly ErrorMessage: string
}

export interface PutParts {
  readonly router: Router
  readonly log: EventLog
  readonly context: ServiceContext
  /** Of the request; an entry's own goes before it. */
  readonly traceHeader: string | undefined
}

/** PutEvents: checks entries one by one, and takes the good ones together. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export function putEvents(entries: unknown, parts: PutParts) {
  const { log } = parts
  const results = checkedEntries(entries).map((entry) => readEntry(entry, parts))
  const good = results.filter((result) => "event" in result)
  log.record(good)
  return {
    FailedEntryCount: results.length - good.length,
    Entries: results.map((result) => ("event" in result ? { EventId: result.event.id } : result)),
  }
}

function checkedEntries(entries: unknown): WireEntry[] {
  const failed = (constraint: string) =>
    validationError(
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${constraint}`,
    )
  if (!Array.isArray(entries) || entries.length === 0) throw failed("greater than or equal to 1")
  if (entries.length > MAX_ENTRIES) throw failed(`less than or equal to ${MAX_ENTRIES}`)
  const size = entries.reduce((sum: number, entry: WireEntry) => sum + entrySize(entry), 0)
  if (size > MAX_REQUEST_BYTES) throw validationError("Total size of the entries in the request is over the limit.")
  return entries as WireEntry[]
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
function entrySize({ Time, Source = "", DetailType = "", Detail = "", Resources = [] }: WireEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources]
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : TIME_BYTES)
}

function readEntry(entry: WireEntry, { router, context, traceHeader }: PutParts): EntryError | NewEvent {
  for (const name of ["Source", "DetailType", "Detail"] as const) {
    if (!entry[name]) return invalidArgument(name, `${name} is a required argument.`)
  }
  const { Source = "", DetailType = "", Detail = "", EventBusName = "default", Resources, Time } = entry
  if (/^aws\./i.test(Source))
    return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." }
  const detail = parseDetail(Detail)
  if (!isObject(detail)) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." }
  const bus = router.findBus(EventBusName)
  // AWS takes such an event and drops it. Nobody is helped by that on a laptop.
  if (bus === undefined) return invalidArgument("EventBusName", `Event bus ${EventBusName} does not exist.`)
  const time = Time === undefined ? {} : { time: Time * 1000 }
  const trace = entry.TraceHeader ?? traceHeader
  return {
    bus,
    ...(isTraceHeader(trace) ? { trace: withoutLineage(trace) } : {}),
    event: toBusEvent({ source: Source, detailType: DetailType, detail, resources: Resources ?? [], ...time }, context),
  }
}

/** What is none is dropped. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-related-service-xray.html */
function isTraceHeader(header: string | undefined): header is string {
  return /(^|;) *Root=1-[0-9a-f]{8}-[0-9a-f]{24}(;|$)/.test(header ?? "")
}

function parseDetail(detail: string): unknown {
  try {
    return JSON.parse(detail)
  } catch {
    return undefined
  }
}

function invalidArgument(name: string, reason: string): EntryError {
  return { ErrorCode: "InvalidArgument", ErrorMessage: `Parameter ${name} is not valid. Reason: ${reason}` }
}
