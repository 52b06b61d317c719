import type { PhotoDetail, Segment } from "@darkroom/gallery-api"

export type LaneKind = "moderation" | "celebrity" | "label" | "face" | "text"

/** One thing that is seen in a video, and when. */
export interface Lane {
  readonly kind: LaneKind
  readonly name: string
  /** Per cent; null where nobody said. */
  readonly confidence: number | null
  readonly segments: readonly Segment[]
}

/** All that is seen at that confidence or more: what may be sensitive first, then people, labels, faces and text, each surest first. */
export function lanesOf({ labels, video }: Pick<PhotoDetail, "labels" | "video">, threshold: number): Lane[] {
  const { moderation = [], celebrities = [], faces = null, text = [] } = video ?? {}
  const lanes = [
    ...moderation.map((seen) => laneOf("moderation", seen.name, seen)),
    ...celebrities.map((seen) => laneOf("celebrity", seen.name, seen)),
    ...labels.map(({ segments = [], ...seen }) => laneOf("label", seen.name, { ...seen, segments })),
    ...(faces === null ? [] : [facesLane(faces)]),
    ...text.map((seen) => laneOf("text", seen.text, seen)),
  ]
  return lanes.flatMap((lane) => sureOf(lane, threshold))
}

type Seen = Pick<Lane, "confidence" | "segments">

function laneOf(kind: LaneKind, name: string, { confidence, segments }: Seen): Lane {
  return { kind, name, confidence, segments }
}

function facesLane({ most, segments }: { most: number; segments: readonly Segment[] }): Lane {
  const name = most === 1 ? "A face" : `Up to ${most} faces`
  return { kind: "face", name, confidence: Math.max(...segments.map(({ confidence }) => confidence)), segments }
}

/** A thing is as sure as its surest stretch; stretches that are less sure are left out. */
function sureOf(lane: Lane, threshold: number): Lane[] {
  const segments = lane.segments.filter(({ confidence }) => confidence >= threshold)
  return segments.length === 0 ? [] : [{ ...lane, segments }]
}

/** What a lane is known by. */
export function laneId({ kind, name }: Lane, index: number): string {
  return kind === "text" ? `${kind} ${index}` : `${kind} ${name}`
}
