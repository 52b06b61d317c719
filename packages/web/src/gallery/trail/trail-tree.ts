import type { PhotoSummary, TrailEntry } from "@darkroom/gallery-api"

export interface TrailNode {
  readonly entry: TrailEntry
  /** How far it is from the event that began it all. */
  readonly depth: number
  /** Milliseconds since its cause; null where the cause is not in the trail. */
  readonly sinceCause: number | null
  /** False where the cause is in the trail, or where there never was one. */
  readonly causeMissing: boolean
  readonly failed: boolean
  readonly children: readonly TrailNode[]
}

const FAILURES = ["ProcessingFailed", "ImageStalled", "ImageRejected", "ImageUndecodable", "VideoRejected"]

/** Events under the ones that caused them, each list oldest first. */
export function trailTree(trail: readonly TrailEntry[]): TrailNode[] {
  const entries = new Map(trail.map((entry) => [entry.eventId, entry]))
  const causeOf = ({ causationId, eventId }: TrailEntry) =>
    causationId === null || causationId === eventId ? undefined : entries.get(causationId)
  const ordered = [...entries.values()].toSorted((a, b) => timeOf(a) - timeOf(b))
  const placed = new Set<TrailEntry>()
  const node = (entry: TrailEntry, depth: number): TrailNode => {
    placed.add(entry)
    const cause = causeOf(entry)
    return {
      entry,
      depth,
      sinceCause: cause ? Math.max(0, timeOf(entry) - timeOf(cause)) : null,
      causeMissing: entry.causationId !== null && cause === undefined,
      failed: FAILURES.includes(entry.type),
      children: ordered
        .filter((other) => other.causationId === entry.eventId && !placed.has(other))
        .map((other) => node(other, depth + 1)),
    }
  }
  const roots = ordered.filter((entry) => causeOf(entry) === undefined).map((entry) => node(entry, 0))
  // Events that cause each other in a ring have no beginning; they must be seen all the same.
  return [
    ...roots,
    ...ordered.filter((entry) => !placed.has(entry)).flatMap((entry) => (placed.has(entry) ? [] : [node(entry, 0)])),
  ]
}

/** Every node, each before those that it caused. */
export function flattened(nodes: readonly TrailNode[]): TrailNode[] {
  return nodes.flatMap((node) => [node, ...flattened(node.children)])
}

type Step = PhotoSummary["steps"][number]["step"]

const BEGINS_WITH: Record<Step, string> = {
  metadata: "ImageUploaded",
  tagging: "MetadataExtracted",
  thumbnail: "MetadataExtracted",
  video: "VideoUploaded",
  categorization: "ImageTagged",
}

/** The steps still waited for after an event: those that begin with it and are not done; of several such events, after the newest. */
export function waitedFor({ entry }: TrailNode, trail: readonly TrailEntry[], steps: PhotoSummary["steps"]): Step[] {
  const newest = trail.filter(({ type }) => type === entry.type).toSorted((a, b) => timeOf(b) - timeOf(a))[0]
  if (newest?.eventId !== entry.eventId) return []
  return steps
    .filter(({ step, state }) => state === "waiting" && BEGINS_WITH[step] === entry.type)
    .map(({ step }) => step)
}

/** `darkroom.tagging` is tagging. */
export function serviceOf({ source }: Pick<TrailEntry, "source">): string {
  return source.replace(/^darkroom\./, "")
}

/** Milliseconds since 1970; 0 for a time that is none. */
export function timeOf({ time }: Pick<TrailEntry, "time">): number {
  return Date.parse(time) || 0
}
