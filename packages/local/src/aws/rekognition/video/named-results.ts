import { oneOf } from "../constraints.ts"
import type { Moment, Results } from "./analysis.ts"
import { segmentOutput, segmentsOf } from "./segments.ts"

/** Of requests for what has names: labels and moderation labels. */
export const namedMembers = {
  SortBy: oneOf(["NAME", "TIMESTAMP"]),
  AggregateBy: oneOf(["TIMESTAMPS", "SEGMENTS"]),
}

export interface NamedRequest {
  readonly SortBy?: "NAME" | "TIMESTAMP"
  readonly AggregateBy?: "TIMESTAMPS" | "SEGMENTS"
}

interface Named {
  readonly Name: string
  readonly Confidence: number
}

/** Sorted and put together as a request says. `output` is one of the answer's elements but for its times. */
export function namedResults<Found extends Named>(
  moments: readonly Moment<Found>[],
  { SortBy = "TIMESTAMP", AggregateBy = "TIMESTAMPS" }: NamedRequest,
  output: (found: Found, inSegments: boolean) => object,
): Results {
  const inSegments = AggregateBy === "SEGMENTS"
  const all = inSegments
    ? segmentsOf(moments).map((segment) => ({ found: segment.found, times: segmentOutput(segment) }))
    : moments.flatMap(({ timestamp, found }) => found.map((one) => ({ found: one, times: { Timestamp: timestamp } })))
  const sorted = SortBy === "NAME" ? all.toSorted((one, other) => byName(one.found, other.found)) : all
  return {
    items: sorted.map(({ found, times }) => ({ ...times, ...output(found, inSegments) })),
    others: { GetRequestMetadata: { SortBy, AggregateBy } },
  }
}

/** Surest first, of one name. */
function byName(one: Named, other: Named): number {
  if (one.Name === other.Name) return other.Confidence - one.Confidence
  return one.Name < other.Name ? -1 : 1
}
