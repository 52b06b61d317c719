import type { NumberedEvent } from "./seen-events.ts"

/** An event without its payload: what it is about is enough for a list. */
export interface EventSummary {
  readonly seq: number
  readonly id: string
  readonly bus: string
  readonly time: string
  readonly type: string
  readonly source: string
  /** The photo that an event of the app is about, or the key of S3's. */
  readonly about: string
  readonly correlationId?: string
  readonly rules: readonly string[]
  readonly replay?: string
}

export function eventSummary({ seq, bus, event, rules }: NumberedEvent): EventSummary {
  const { metadata, object } = event.detail as Detail
  return {
    seq,
    id: event.id,
    bus,
    time: event.time,
    type: event["detail-type"],
    source: event.source,
    about: text(metadata?.groupKey) ?? text(object?.key) ?? "",
    rules,
    ...(typeof metadata?.correlationId === "string" ? { correlationId: metadata.correlationId } : {}),
    ...(event["replay-name"] === undefined ? {} : { replay: event["replay-name"] }),
  }
}

/** Apps other than this one may say other things in the same places. */
interface Detail {
  readonly metadata?: { readonly groupKey?: unknown; readonly correlationId?: unknown } | null
  readonly object?: { readonly key?: unknown } | null
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined
}
