import { randomUUID } from "node:crypto"
import type { ServiceContext } from "../service.ts"
import type { RuleConfig } from "./config.ts"
import type { JsonObject } from "./pattern/value.ts"

/** An event as rules and targets see it. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export interface BusEvent {
  readonly version: "0"
  readonly id: string
  readonly "detail-type": string
  readonly source: string
  readonly account: string
  /** RFC 3339, in whole seconds. */
  readonly time: string
  readonly region: string
  readonly resources: readonly string[]
  readonly detail: JsonObject
  /** Only in events that come from a replay. */
  readonly "replay-name"?: string
}

export interface PutEntry {
  readonly source: string
  readonly detailType: string
  readonly detail: object
  readonly resources?: readonly string[]
  /** Milliseconds since the epoch; now where it is not given. */
  readonly time?: number
}

export function toBusEvent(entry: PutEntry, { clock, accountId, region }: ServiceContext): BusEvent {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": entry.detailType,
    source: entry.source,
    account: accountId,
    time: `${new Date(entry.time ?? clock.now()).toISOString().slice(0, 19)}Z`,
    region,
    resources: entry.resources ?? [],
    detail: entry.detail as JsonObject,
  }
}

/** What a rule's schedule gives to its targets at `time`. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html */
export function scheduledEvent({ arn }: RuleConfig, time: number, context: ServiceContext): BusEvent {
  const entry = { source: "aws.events", detailType: "Scheduled Event", detail: {}, resources: [arn], time }
  return toBusEvent(entry, context)
}
