import { MalformedInput } from "../errors.ts"

/** An event as EventBridge delivers it, whoever put it on the bus. */
export interface BusEvent {
  readonly id: string
  readonly time: string
  readonly source: string
  readonly "detail-type": string
  readonly "replay-name"?: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** What a list shows of an event. */
export interface EventLine {
  /** Darkroom's own, where the event has one; else EventBridge's. */
  readonly id: string
  readonly time: string
  readonly type: string
  readonly source: string
  /** Id of the photo, video or backfill. */
  readonly about: string | null
  readonly correlationId: string | null
}

interface Told {
  readonly metadata?: { readonly [name in "id" | "time" | "groupKey" | "correlationId"]?: unknown }
}

export function lineOf({ id, time, source, "detail-type": type, detail }: BusEvent): EventLine {
  const { metadata = {} } = detail as Told
  const text = (value: unknown) => (typeof value === "string" ? value : undefined)
  return {
    id: text(metadata.id) ?? id,
    time: text(metadata.time) ?? time,
    type,
    source,
    about: text(metadata.groupKey) ?? null,
    correlationId: text(metadata.correlationId) ?? null,
  }
}

/** Reads an event of JSON, as the bus delivers it. Throws MalformedInput. */
export function parseBusEvent(text: string, from: string): BusEvent {
  const event = parsed(text, from)
  const { source, "detail-type": type, detail } = (event ?? {}) as Partial<BusEvent>
  if (typeof source !== "string" || typeof type !== "string" || typeof detail !== "object" || detail === null)
    throw new MalformedInput(from, "it is no event: it needs source, detail-type and detail")
  return event as BusEvent
}

function parsed(text: string, from: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new MalformedInput(from, "it is not JSON", { cause })
  }
}
