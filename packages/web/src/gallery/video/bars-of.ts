import type { Segment } from "@darkroom/gallery-api"

/** A stretch as it is drawn; shares of the whole from 0 to 1. */
export interface Bar extends Segment {
  readonly left: number
  readonly width: number
}

/** Stretches that are closer than this share of the whole are one bar: nobody could tell them apart, and there can be thousands. */
const CLOSE = 0.004

/** The bars of a lane, from left to right. `duration` is in milliseconds. */
export function barsOf(segments: readonly Segment[], duration: number): Bar[] {
  const whole = Math.max(duration, ...segments.map(({ end }) => end), 1)
  const merged: Segment[] = []
  for (const segment of segments) {
    const before = merged.at(-1)
    if (before === undefined || segment.start - before.end > CLOSE * whole) merged.push(segment)
    else merged[merged.length - 1] = joined(before, segment)
  }
  return merged.map((segment) => ({
    ...segment,
    left: segment.start / whole,
    width: (segment.end - segment.start) / whole,
  }))
}

function joined(one: Segment, next: Segment): Segment {
  const { start } = one
  return { start, end: Math.max(one.end, next.end), confidence: Math.max(one.confidence, next.confidence) }
}
