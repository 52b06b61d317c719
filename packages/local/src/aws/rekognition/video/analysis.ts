import type { Constraint } from "../constraints.ts"
import type { Sight } from "../sight.ts"

/** What was found on one picture of a video; the pictures are in the order of time, those on which nothing is among them. */
export interface Moment<Found = unknown> {
  /** Milliseconds from the beginning. */
  readonly timestamp: number
  readonly found: readonly Found[]
}

export interface Results {
  /** One element each of the list that the operation answers. */
  readonly items: readonly object[]
  /** What else it answers. */
  readonly others?: object
}

/** What one pair of Start and Get does. `Found` is kept as JSON. */
export interface VideoAnalysis<Start = unknown, Get = unknown, Found = unknown> {
  /** Of the operations, after `Start` and `Get`. */
  readonly name: string
  /** Members of the two requests that the others do not have. */
  readonly startMembers: Readonly<Record<string, Constraint>>
  readonly getMembers: Readonly<Record<string, Constraint>>
  /** The answer's member with the results. */
  readonly list: string
  /** Throws InvalidParameterException for what `startMembers` cannot say. */
  check?(start: Start): void
  look(sight: Sight, picture: Uint8Array, start: Start): Promise<readonly Found[]>
  results(moments: readonly Moment<Found>[], get: Get): Results
}
