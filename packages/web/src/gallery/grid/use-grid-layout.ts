import type { PhotoSummary } from "@darkroom/gallery-api"
import { useMemo, useRef } from "react"
import { type GridLayout, gridLayout } from "../layout/grid-layout.ts"
import { type HeldRatios, heldRatios } from "../layout/held-ratios.ts"
import { monthGroups } from "../layout/month-groups.ts"
import type { Seen } from "../photos/use-photos.ts"

/** Pixels between photos; the headings' height is in photo-grid.module.css too. */
export const GAP = 6
export const HEADING = 48

interface Held {
  readonly width: number
  readonly ratios: HeldRatios
  readonly photos: readonly PhotoSummary[]
}

/** Where every photo is, for that width. */
export function useGridLayout(
  photos: readonly PhotoSummary[],
  { width, grouped, seen }: { readonly width: number; readonly grouped: boolean; readonly seen: Seen },
): GridLayout {
  const held = useRef<Held>({ width: 0, ratios: new Map(), photos: [] })
  return useMemo(() => {
    const before = held.current
    // One move at the end, instead of one for each photo that becomes known.
    const isCalm = !photos.some(({ status }) => status === "processing")
    const looked = new Set(isCalm ? [] : before.photos.slice(...seen.current).map(({ photoId }) => photoId))
    // Another width moves everything anyway.
    const ratios = heldRatios(photos, before.width === width ? before.ratios : new Map(), (id) => looked.has(id))
    held.current = { width, ratios, photos }
    const groups = grouped ? monthGroups(photos.map(({ uploadedAt }) => uploadedAt)) : null
    return gridLayout([...ratios.values()], groups, { width, gap: GAP, heading: HEADING })
  }, [photos, width, grouped, seen])
}
