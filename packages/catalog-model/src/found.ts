import type { Findings } from "@darkroom/events"
import { foundKey } from "./keys.ts"

export const foundKinds = ["faces", "text", "moderation", "celebrities", "colors"] as const
export type FoundKind = (typeof foundKinds)[number]

/** What was found in a photo besides labels. */
export type Found = Readonly<Pick<Findings, FoundKind>>

/** One part of what one ImageTagged found of one kind. */
export interface FoundItem {
  readonly imageId: string
  readonly eventId: string
  /** The event's time, UTC. */
  readonly time: string
  readonly kind: FoundKind
  readonly part: number
  /** A list, JSON: maps of DynamoDB take longer to read. */
  readonly list: string
}

/** An item of DynamoDB has 400 KB at most. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MOST_BYTES = 300_000

/** The items of what an event found, with their keys. A list that is too long for one item goes into several; nothing is cut. */
export function foundItems(imageId: string, event: Pick<FoundItem, "eventId" | "time">, found: Found) {
  return foundKinds.flatMap((kind) =>
    listParts(found[kind]).map((list, part) => ({
      ...foundKey(imageId, kind, event.eventId, part),
      ...({ imageId, ...event, kind, part, list } satisfies FoundItem),
    })),
  )
}

/** What that event found, of all items that there are. */
export function foundIn(items: readonly FoundItem[], eventId: string | undefined): Found {
  const own = items.filter((item) => item.eventId === eventId).toSorted((a, b) => a.part - b.part)
  const lists = foundKinds.map((kind) => [
    kind,
    own.filter((item) => item.kind === kind).flatMap(({ list }) => JSON.parse(list) as unknown[]),
  ])
  return Object.fromEntries(lists) as Found
}

export function countsOf(found: Found): Record<FoundKind, number> {
  return Object.fromEntries(foundKinds.map((kind) => [kind, found[kind].length])) as Record<FoundKind, number>
}

/** The list as JSON, in as many parts as it needs; no entry may be larger than one. */
export function listParts(list: readonly unknown[]): string[] {
  const parts: string[][] = []
  let room = 0
  for (const entry of list) {
    const text = JSON.stringify(entry)
    const bytes = Buffer.byteLength(text) + 1
    if (bytes > room || parts.length === 0) {
      parts.push([])
      room = MOST_BYTES
    }
    room -= bytes
    parts.at(-1)?.push(text)
  }
  return parts.map((part) => `[${part.join(",")}]`)
}
