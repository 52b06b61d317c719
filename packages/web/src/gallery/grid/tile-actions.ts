import type { PhotoSummary } from "@darkroom/gallery-api"
import { createContext, use } from "react"

/** What a tile asks the grid to do. They stay the same, so that a tile is drawn anew only for a change of its own. */
export interface TileActions {
  readonly retry: (photo: PhotoSummary, step: string) => void
  readonly retryAlike: (photo: PhotoSummary) => void
  readonly askToDelete: (photoIds: readonly string[]) => void
  readonly addressesExpired: () => void
}

export const TileActionsContext = createContext<TileActions | null>(null)

/** The grid's actions. */
export function useTileActions(): TileActions {
  const actions = use(TileActionsContext)
  if (!actions) throw new Error("a tile outside of a grid")
  return actions
}
