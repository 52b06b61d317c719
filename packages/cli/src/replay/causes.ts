import type { SubscriberTarget } from "../operations.ts"
import type { ArchivedEvent } from "./archived-event.ts"
import { consumes } from "./recipients.ts"

/** Of the events that were read, which caused which. */
export interface Causes {
  parentOf(event: ArchivedEvent): ArchivedEvent | undefined
  /** What came of the event, and of that, and so on, where that service handled it. */
  consequences(event: ArchivedEvent, service: string): ArchivedEvent[]
}

export function causesIn(events: readonly ArchivedEvent[]): Causes {
  const byId = new Map(events.map((event) => [event.id, event]))
  const children = Map.groupBy(events, ({ causationId }) => causationId)
  const below = (event: ArchivedEvent, service?: string): ArchivedEvent[] =>
    (children.get(event.id) ?? [])
      .filter((child) => service === undefined || child.service === service)
      .flatMap((child) => [child, ...below(child)])
  return {
    parentOf: ({ causationId }) => (causationId === null ? undefined : byId.get(causationId)),
    consequences: (event, service) => below(event, service),
  }
}

/** Whether that subscriber emits again what it emitted on such an event the first time. */
export function redoes(target: SubscriberTarget, type: string): boolean {
  return target.onReplay === "redo" && consumes(target, type)
}
