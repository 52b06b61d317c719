import type { CatalogEntry } from "@darkroom/catalog-model"
import { NoTimeline } from "../errors.ts"
import { findPhoto } from "../find-photo.ts"
import type { Stage } from "../stage.ts"
import type { Choice } from "./plan-replay.ts"
import type { Window } from "./read-archive.ts"

/** Of before a photo's first event and behind its last. */
const MARGIN = 60_000
/** Between two events of a photo: in a longer one, what happened to others is not read. */
const GAP = 3_600_000
/** EventBridge runs ten replays at once. */
const MOST_WINDOWS = 5

export interface Wanted {
  readonly from?: number
  readonly to?: number
  readonly event?: readonly string[]
  readonly photo?: string
  readonly correlationId?: string
}

/** What is to be looked for, and when; of a photo, without a time, when its timeline says. Throws UnknownPhoto, NoTimeline. */
export async function windowsOf(
  stage: Pick<Stage, "catalog" | "correlated" | "latestUpload" | "photos">,
  { from, to = Infinity, event, photo, correlationId }: Wanted,
  now: number = Date.now(),
): Promise<{ choice: Choice; windows: Window[] }> {
  const entry = photo === undefined ? undefined : await findPhoto(stage, photo)
  const choice: Choice = { events: event, imageId: entry?.record.imageId, correlationId }
  const end = Math.min(to, now)
  if (from !== undefined || entry === undefined) return { choice, windows: [{ from: from ?? 0, to: end }] }
  const windows = windowsAround(entry).filter((window) => window.from < end)
  return { choice, windows: windows.map((window) => ({ ...window, to: Math.min(window.to, end) })) }
}

/** Of a deleted photo no timeline is left. */
function windowsAround({ record, timeline }: CatalogEntry): Window[] {
  if (timeline.length === 0) throw new NoTimeline(record.imageId)
  const windows: Window[] = []
  for (const at of timeline.map(({ time }) => Date.parse(time)).toSorted((a, b) => a - b)) {
    const last = windows.at(-1)
    const isNear = last !== undefined && (at - last.to < GAP || windows.length === MOST_WINDOWS)
    if (isNear) windows[windows.length - 1] = { from: last.from, to: at + MARGIN }
    else windows.push({ from: at - MARGIN, to: at + MARGIN })
  }
  return windows
}
