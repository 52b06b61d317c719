import type { UploadItem, UploadState } from "./upload-item.ts"

/** What needs the person comes first, then what moves; what has become a photo is to be seen in the gallery. */
const RANKS: Readonly<Partial<Record<UploadState, number>>> = {
  failed: 0,
  held: 1,
  uploading: 1,
  // These change too quickly to change places.
  waiting: 2,
  hashing: 2,
  signing: 2,
  paused: 2,
  duplicate: 3,
  uploaded: 4,
}

/** The rows of the list, in their order. */
export function shownItems(items: readonly UploadItem[]): readonly UploadItem[] {
  const rank = ({ state }: UploadItem) => RANKS[state] ?? 0
  return items.filter(({ state }) => state in RANKS).toSorted((one, other) => rank(one) - rank(other))
}
