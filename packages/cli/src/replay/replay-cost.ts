import { type Feature, featureSchema, featuresOf, intakeProfiles } from "@darkroom/events"
import { billedFor, type Calls, costOf, noCalls } from "../reprocess/rekognition-prices.ts"
import type { ArchivedEvent } from "./archived-event.ts"

/** USD at list prices in us-east-1 of October 2026, without free tiers; bench/backfill/aws-figures.ts has the pages. */
export const PRICES = { event: 1e-6, queueRequest: 0.4e-6, invocation: 0.2e-6, gigabyteSecond: 0.0000133334 }
/** Sent, received and taken off. */
export const REQUESTS_A_MESSAGE = 3
/** Half a second of 512 MB, an assumption. */
const GIGABYTE_SECONDS = 0.25

export interface ReplayCost {
  /** Images of Rekognition by API. */
  readonly calls: Calls
  /** Videos that jobs are started on anew: billed by the minute, and not in the sum. */
  readonly videos: number
  readonly rekognition: number
  readonly eventBridge: number
  readonly queues: number
  readonly lambda: number
  /** USD. */
  readonly total: number
}

export interface Work {
  /** Events that were replayed to be read, or are by EventBridge, and that follow. */
  readonly events: number
  /** Events in queues, what follows included. */
  readonly deliveries: number
  /** What tagging is given, each. */
  readonly recognitions: readonly ArchivedEvent[]
  readonly videos: number
}

export function costOfReplay({ events, deliveries, recognitions, videos }: Work): ReplayCost {
  const calls = { ...noCalls }
  for (const event of recognitions) for (const billed of billedOf(event)) calls[billed]++
  const parts = {
    rekognition: costOf(calls),
    eventBridge: events * PRICES.event,
    queues: deliveries * REQUESTS_A_MESSAGE * PRICES.queueRequest,
    lambda: deliveries * (PRICES.invocation + GIGABYTE_SECONDS * PRICES.gigabyteSecond),
  }
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0)
  return { calls, videos, ...rounded({ ...parts, total }) }
}

function rounded<Parts extends Record<string, number>>(parts: Parts): Parts {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, Number(part.toFixed(6))])) as Parts
}

/** All that the profile asks for, or what the event asks for. */
function billedOf({ data }: ArchivedEvent) {
  const { image, features } = (data ?? {}) as { image?: { profile?: string }; features?: unknown[] }
  const profile = intakeProfiles.find(({ name }) => name === image?.profile)
  if (profile === undefined) return []
  const asked = features?.filter((feature): feature is Feature => featureSchema.safeParse(feature).success)
  return billedFor(asked ?? featuresOf(profile), profile)
}
