import type { Moment } from "./analysis.ts"

interface Named {
  readonly Name: string
  readonly Confidence: number
}

export interface Segment<Found> {
  /** As it was when it was surest. */
  readonly found: Found
  /** Milliseconds of the first and of the last picture. */
  readonly start: number
  readonly end: number
}

/** Stretches of pictures one after the other on which there is the same, in the order of their beginnings. */
export function segmentsOf<Found extends Named>(moments: readonly Moment<Found>[]): Segment<Found>[] {
  const segments: Segment<Found>[] = []
  let open = new Map<string, number>()
  for (const { timestamp, found } of moments) {
    const still = new Map<string, number>()
    for (const one of found) {
      const index = open.get(one.Name) ?? segments.push({ found: one, start: timestamp, end: timestamp }) - 1
      const { found: best, start } = segments[index]!
      segments[index] = { found: one.Confidence > best.Confidence ? one : best, start, end: timestamp }
      still.set(one.Name, index)
    }
    open = still
  }
  return segments
}

/** The three members by which AWS gives a segment, and the one that it gives besides. */
export function segmentOutput({ start, end }: Segment<unknown>) {
  return { Timestamp: start, StartTimestampMillis: start, EndTimestampMillis: end, DurationMillis: end - start }
}
