import type { Segment } from "@darkroom/events"

/** When something was seen, and how surely: milliseconds and per cent. */
export interface Sighting {
  readonly at: number
  readonly confidence: number
}

/** Rekognition looks at some pictures a second, and overlooks some: sightings no further apart than this are one. */
export const SAME_SEGMENT = 1_000

/** The stretches in which something was seen, in order. */
export function segmentsOf(sightings: readonly Sighting[]): Segment[] {
  const segments: Segment[] = []
  for (const { at, confidence } of sightings.toSorted((one, other) => one.at - other.at)) {
    const last = segments.at(-1)
    if (last !== undefined && at - last.end <= SAME_SEGMENT)
      segments[segments.length - 1] = { ...last, end: at, confidence: Math.max(last.confidence, confidence) }
    else segments.push({ start: at, end: at, confidence })
  }
  return segments
}

/** The same by what was seen; what is known of each is that of its surest sighting. In the order of the first sightings. */
export function bySegments<Item extends { readonly confidence: number }>(
  seen: readonly { readonly key: string; readonly at: number; readonly item: Item }[],
): (Item & { segments: Segment[] })[] {
  const groups = Map.groupBy(
    seen.toSorted((one, other) => one.at - other.at),
    ({ key }) => key,
  )
  return [...groups.values()].map((group) => {
    const surest = group.reduce((best, each) => (each.item.confidence > best.item.confidence ? each : best))
    const sightings = group.map(({ at, item: { confidence } }) => ({ at, confidence }))
    return { ...surest.item, segments: segmentsOf(sightings) }
  })
}
