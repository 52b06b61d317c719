import { busEventSchema, type Origin } from "@darkroom/events"

/** An event of the archive. */
export interface ArchivedEvent {
  /** EventBridge's own id: a handler that was tried again has emitted the same event twice. */
  readonly copy: string
  readonly id: string
  readonly type: string
  /** Of the service that emitted it, without `darkroom.`. */
  readonly service: string
  /** UTC. */
  readonly time: string
  readonly correlationId: string
  readonly causationId: string | null
  readonly groupKey: string
  readonly origin: Origin
  /** Undefined where the event has a claim check. */
  readonly data: unknown
  /** As EventBridge delivered it, without `replay-name`. */
  readonly body: Readonly<Record<string, unknown>>
}

/** What a rule put into a queue: the event and the replay that it is of; undefined for what is no event of Darkroom. */
export function archivedEvent(json: string): { replayName: string; event: ArchivedEvent } | undefined {
  const message = parsed(json)
  const { data: envelope } = busEventSchema.safeParse(message)
  if (envelope?.["replay-name"] === undefined) return undefined
  const { "replay-name": replayName, ...body } = message as Record<string, unknown>
  const { id, time, correlationId, causationId, groupKey, origin } = envelope.detail.metadata
  const service = envelope.source.replace(/^darkroom\./, "")
  const ids = { id, type: envelope["detail-type"], service, time, correlationId, causationId, groupKey, origin }
  return {
    replayName: String(replayName),
    event: { copy: String(body["id"]), ...ids, data: envelope.detail.data, body },
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** One copy of each, the first: that is what consumers have handled. The events are in order. */
export function firstCopies(events: readonly ArchivedEvent[]): ArchivedEvent[] {
  const known = new Set<string>()
  return events.filter(({ id }) => !known.has(id) && known.add(id))
}
