/** What has boxes. */
export type FoundKind = "label" | "face" | "celebrity" | "text"

/** What an entry of the list and its boxes are known by: a label by its name, the others by their place in their list. */
export function foundId(kind: FoundKind, of: string | number): string {
  return `${kind} ${of}`
}

/** The id of an entry's element. */
export function rowId(id: string): string {
  return `found-${id.replaceAll(/\s+/g, "-")}`
}
