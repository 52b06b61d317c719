import { speedometer } from "./speedometer.ts"
import { type Totals, totalsOf } from "./totals.ts"
import type { Clock } from "./upload-deps.ts"
import { moved, type UploadItem, type UploadState } from "./upload-item.ts"

export interface UploadsSnapshot {
  /** All, in the order in which they were chosen. */
  readonly items: readonly UploadItem[]
  readonly totals: Totals
  /** No network: nothing starts until it is back. */
  readonly offline: boolean
  /** Whether this tab does the work, or another one. */
  readonly working: "here" | "elsewhere"
}

export interface ListChange {
  readonly items: readonly UploadItem[]
  readonly removed: readonly string[]
}

export interface UploadListOptions {
  readonly clock: Clock
  /** Called at once when an item has come, changed otherwise than by progress, or gone. */
  readonly stepped: (clientId: string, item: UploadItem | undefined) => void
  /** Called with everything that changed, many changes together. */
  readonly changed: (change: ListChange) => void
}

/** Progress comes many times a second, and nobody can read as fast. */
const PROGRESS_EVERY = 150
/** While something moves, its speed is shown anew even if it stands still. */
const SPEED_EVERY = 1000

/** The items, and what is seen of them. */
export function uploadList({ clock, stepped, changed }: UploadListOptions) {
  const items = new Map<string, UploadItem>()
  const meter = speedometer(clock.now)
  const listeners = new Set<() => void>()
  const dirty = new Set<string>()
  let flags: Pick<UploadsSnapshot, "offline" | "working"> = { offline: false, working: "elsewhere" }
  let snapshot: UploadsSnapshot = { items: [], totals: totalsOf([], 0), ...flags }
  let soon = false
  let cancelLater: (() => void) | undefined

  const flush = () => {
    cancelLater?.()
    cancelLater = undefined
    soon = false
    const ids = [...dirty]
    dirty.clear()
    const all = [...items.values()]
    snapshot = { items: all, totals: totalsOf(all, meter.speed()), ...flags }
    changed({ items: ids.flatMap((id) => items.get(id) ?? []), removed: ids.filter((id) => !items.has(id)) })
    for (const listener of listeners) listener()
    if (all.some(({ state }) => state === "uploading")) later(SPEED_EVERY)
  }
  const later = (milliseconds: number) => {
    cancelLater?.()
    cancelLater = clock.after(milliseconds, flush)
  }
  const flushSoon = () => {
    if (soon) return
    soon = true
    queueMicrotask(flush)
  }
  const store = (item: UploadItem) => {
    const more = item.sent - (items.get(item.clientId)?.sent ?? item.sent)
    if (more > 0) meter.add(more)
    items.set(item.clientId, item)
    dirty.add(item.clientId)
  }
  const step = (item: UploadItem) => {
    store(item)
    stepped(item.clientId, item)
    flushSoon()
  }
  const remove = (clientId: string) => {
    if (!items.delete(clientId)) return
    dirty.add(clientId)
    stepped(clientId, undefined)
    flushSoon()
  }

  return {
    get: (clientId: string) => items.get(clientId),
    has: (clientId: string) => items.has(clientId),
    all: () => [...items.values()],
    add: step,
    remove,
    /** Does nothing where the item is gone. */
    patch(clientId: string, patch: Partial<UploadItem>): void {
      const item = items.get(clientId)
      if (item) step({ ...item, ...patch })
    },
    move(clientId: string, state: UploadState, patch?: Partial<UploadItem>): void {
      const item = items.get(clientId)
      if (item) step(moved(item, state, patch))
    },
    progress(clientId: string, sent: number): void {
      const item = items.get(clientId)
      if (!item) return
      store({ ...item, sent })
      // Only the progress that is first to come waits; the rest goes with it.
      if (dirty.size === 1) later(PROGRESS_EVERY)
    },
    /** Takes over what another tab says. */
    mirror(change: ListChange): void {
      for (const item of change.items) store(item)
      for (const clientId of change.removed) if (items.delete(clientId)) dirty.add(clientId)
      flushSoon()
    },
    flag(next: Partial<typeof flags>): void {
      flags = { ...flags, ...next }
      flushSoon()
    },
    snapshot: () => snapshot,
    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => cancelLater?.(),
  }
}
export type UploadList = ReturnType<typeof uploadList>
