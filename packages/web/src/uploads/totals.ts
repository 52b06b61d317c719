import { isActive, type UploadItem } from "./upload-item.ts"

export interface Totals {
  /** All but those cancelled. */
  readonly files: number
  /** Arrived in full, now or before. */
  readonly uploaded: number
  readonly duplicates: number
  readonly failed: number
  readonly paused: number
  /** Still to do, without anybody's doing. */
  readonly active: number
  /** Arrived, and not yet seen among the photos. */
  readonly processing: number
  /** Of the files that are uploaded, or are to be. */
  readonly bytes: number
  readonly sent: number
  /** Bytes a second. */
  readonly speed: number
  /** undefined where nobody can tell. */
  readonly secondsLeft: number | undefined
}

/** Sums the list up. */
export function totalsOf(items: readonly UploadItem[], speed: number): Totals {
  const count = (...states: UploadItem["state"][]) => items.filter(({ state }) => states.includes(state)).length
  const counted = items.filter(({ state }) => state !== "cancelled" && state !== "duplicate" && state !== "failed")
  const bytes = counted.reduce((sum, { size }) => sum + size, 0)
  const sent = counted.reduce((sum, item) => sum + sentOf(item), 0)
  const moving = items.some(({ state }) => state === "uploading")
  // What is held goes on at a time of its own.
  const toCome = items.filter((item) => isActive(item) && item.state !== "held")
  const left = toCome.reduce((sum, item) => sum + item.size - sentOf(item), 0)
  return {
    files: items.length - count("cancelled"),
    uploaded: count("uploaded", "done"),
    duplicates: count("duplicate"),
    failed: count("failed"),
    paused: count("paused"),
    active: items.filter(isActive).length,
    processing: count("uploaded"),
    bytes,
    sent,
    speed: moving ? speed : 0,
    secondsLeft: moving && speed > 0 && left > 0 ? left / speed : undefined,
  }
}

const sentOf = ({ state, size, sent }: UploadItem) => (state === "uploaded" || state === "done" ? size : sent)
