/** A place behind a row from which reading can go on. Each source has its own and reads no other's. */
export type Position =
  | { readonly after: string }
  /** `fields`: how many a row has, which the first one decides. */
  | { readonly byte: number; readonly line: number; readonly fields: number }
  | { readonly part: number; readonly row: number }

export interface FoundObject {
  readonly bucket: string
  /** As it is, not URL-encoded. */
  readonly key: string
}

export interface Row {
  /** Its place in the source as people read it; no two rows have the same. */
  readonly row: string
  /** Reading goes on behind this row from there. */
  readonly position: Position
  /** Share of the source that lies before `position`; null where nothing tells. */
  readonly done: number | null
  /** Null for rows that are none of the backfill's business, such as a delete marker; they are not counted. */
  readonly found: FoundObject | Problem | null
}

/** What is wrong with a row that names no object. */
export interface Problem {
  /** The key or the whole row as it is written, as far as that can be shown. */
  readonly text: string
  readonly reason: string
}

export const isProblem = (found: FoundObject | Problem): found is Problem => "reason" in found

/** The objects that a source names, from its beginning or from a position on, one after the other and never all at once. */
export type Source = (from?: Position) => AsyncIterable<Row>
