import type { VideoFindings } from "@darkroom/events"
import { foundKey } from "./keys.ts"
import { type FoundItem, listParts } from "./found.ts"
import type { FoundKind } from "./found.ts"

export const seenKinds = ["labels", "faces", "text", "moderation", "celebrities"] as const
export type SeenKind = (typeof seenKinds)[number]

/** What was seen in a video, and when. */
export type Seen = Readonly<Pick<VideoFindings, SeenKind>>

/** One part of what one VideoTagged found of one kind; labels are among it, for the stretches in which they are seen. */
export type SeenItem = Omit<FoundItem, "kind"> & { readonly kind: SeenKind }

/** So many stretches of one thing go into an entry of a list: about 100 KB. */
const MOST_SEGMENTS = 2_000

/** An entry of a list as it is stored: what has too many stretches for one goes on in the next. */
interface Entry {
  readonly segments: readonly unknown[]
  readonly goesOn?: true
}

/** The items of what an event saw in a video, with their keys. Nothing is cut. */
export function seenItems(imageId: string, event: Pick<SeenItem, "eventId" | "time">, seen: Seen) {
  return seenKinds.flatMap((kind) =>
    listParts(listOf(seen, kind).flatMap(divided)).map((list, part) => ({
      ...foundKey(imageId, kind, event.eventId, part),
      ...({ imageId, ...event, kind, part, list } satisfies SeenItem),
    })),
  )
}

/** What that event saw, of all items that there are. */
export function seenIn(items: readonly SeenItem[], eventId: string | undefined): Seen {
  const own = items.filter((item) => item.eventId === eventId).toSorted((a, b) => a.part - b.part)
  const lists = seenKinds.map((kind) => {
    const entries = own.filter((item) => item.kind === kind).flatMap(({ list }) => JSON.parse(list) as Entry[])
    return [kind, joined(entries)] as const
  })
  const { faces = [], ...rest } = Object.fromEntries(lists)
  return { ...rest, faces: faces[0] ?? null } as unknown as Seen
}

/** How many there are of each kind besides labels; of faces how many stretches. */
export function seenCounts({ faces, text, moderation, celebrities }: Seen): Record<FoundKind, number> {
  return {
    faces: faces?.segments.length ?? 0,
    text: text.length,
    moderation: moderation.length,
    celebrities: celebrities.length,
    colors: 0,
  }
}

function listOf(seen: Seen, kind: SeenKind): readonly Entry[] {
  if (kind === "faces") return seen.faces === null ? [] : [seen.faces]
  return seen[kind]
}

function divided(entry: Entry): Entry[] {
  const { segments } = entry
  const pieces = Math.max(1, Math.ceil(segments.length / MOST_SEGMENTS))
  return Array.from({ length: pieces }, (_, index) => ({
    ...entry,
    segments: segments.slice(index * MOST_SEGMENTS, (index + 1) * MOST_SEGMENTS),
    ...(index < pieces - 1 ? { goesOn: true as const } : {}),
  }))
}

function joined(entries: readonly Entry[]): Entry[] {
  const whole: Entry[] = []
  let before: Entry | undefined
  for (const { goesOn, ...entry } of entries) {
    const isMore = before?.goesOn === true
    const begun = isMore ? whole.pop() : undefined
    whole.push(begun ? { ...begun, segments: [...begun.segments, ...entry.segments] } : entry)
    before = goesOn === undefined ? undefined : { ...entry, goesOn }
  }
  return whole
}
