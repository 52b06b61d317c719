/** Whom a change breaks: consumers that know the released schema, or the reading of events that were archived under it. */
export type Broken = "consumers" | "archive"

/** One difference of a schema from the released one. */
export interface Change {
  /** Such as `data.labels[].confidence`. */
  readonly path: string
  /** What has become of it, to be read after the path. */
  readonly text: string
  /** Nobody: the change is additive. */
  readonly breaks: readonly Broken[]
}

export function change(path: string, text: string, ...breaks: Broken[]): Change {
  return { path, text, breaks }
}
