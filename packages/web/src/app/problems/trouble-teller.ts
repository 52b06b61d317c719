import { batch } from "../../realtime/batch.ts"
import { currentToasts, dismissToast, toast } from "../../toasts.ts"
import { problemText } from "./problem-text.ts"
import type { Trouble } from "./problem-watch.ts"

export interface TellerOptions {
  /** Whether the person sees it without being told. */
  readonly isSeen: (photoId: string) => boolean
  readonly show: (photos: readonly Trouble[]) => void
  readonly later?: (task: () => void, milliseconds: number) => void
}

interface Told {
  readonly text: string
  readonly photos: readonly Trouble[]
}

/** Milliseconds: what fails together is told together, and a tile is drawn by then. */
const TOGETHER = 800

/** Tells of photos in one toast for each way in which they failed; a toast that still stands takes the next ones in. */
export function troubleTeller({ isSeen, show, later = setTimeout }: TellerOptions) {
  const told = new Map<string, Told>()

  function say(photos: readonly Trouble[]): void {
    const status = photos[0]?.status
    if (status === undefined) return
    const before = told.get(status)
    const standing = currentToasts().find(({ text }) => text === before?.text)
    const all = before && standing ? [...before.photos, ...photos] : photos
    if (standing) dismissToast(standing.id)
    const action = { label: all.length === 1 ? "Show it" : "Show them", run: () => show(all) }
    const text = problemText(all)
    told.set(status, { photos: all, text })
    toast({ kind: "warning", text, action })
  }

  const add = batch<Trouble>({
    async flush(photos) {
      const unseen = photos.filter(({ photoId }) => !isSeen(photoId))
      say(unseen.filter(({ status }) => status === "failed"))
      say(unseen.filter(({ status }) => status === "rejected"))
    },
    wait: TOGETHER,
    pause: TOGETHER,
    later,
  })
  return (photos: readonly Trouble[]): void => photos.forEach(add)
}
