import type { Segment } from "@darkroom/gallery-api"
import { perCentText } from "../format/found.ts"
import { clockText } from "../format/times.ts"

/** `0:01 to 0:04`, or `0:01` where it is no longer than that. */
export function stretchText({ start, end }: Pick<Segment, "start" | "end">): string {
  const [from, to] = [clockText(start), clockText(end)]
  return from === to ? from : `${from} to ${to}`
}

/** `Dog, 0:01 to 0:04, 96 %` */
export function segmentText(name: string, segment: Segment): string {
  return `${name}, ${stretchText(segment)}, ${perCentText(segment.confidence)}`
}
