import type { Neighbours } from "../gallery/index.ts"

/** What comes before and after in a list, past what was deleted; nothing for what is not in it. */
export function neighboursOf(ids: readonly string[], id: string, deleted: ReadonlySet<string>): Neighbours {
  const at = ids.indexOf(id)
  const isThere = (other: string) => !deleted.has(other)
  if (at === -1) return { previous: null, next: null }
  return { previous: ids.slice(0, at).findLast(isThere) ?? null, next: ids.slice(at + 1).find(isThere) ?? null }
}
