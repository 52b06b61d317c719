import type { PhotosQuery } from "@darkroom/gallery-api"
import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useMemo, useRef, useState } from "react"
import { queryKeys } from "../../api.ts"
import { Aside } from "../../app/aside.tsx"
import { lazyPart } from "../../app/lazy-part.tsx"
import { useOpenPhotoId } from "../../app/list-place.ts"
import { usePhotoPlace } from "../../app/photo-place.ts"
import { Button, Spinner, VisuallyHidden } from "../../ui/index.ts"
import { rowOf } from "../layout/grid-layout.ts"
import type { Seen, usePhotos } from "../photos/use-photos.ts"
import { useRetry } from "../photos/use-retry.ts"
import { useSelection } from "../selection/use-selection.ts"
import { useAnnouncement } from "../status/use-announcement.ts"
import { GridSections } from "./grid-sections.tsx"
import styles from "./photo-grid.module.css"
import { type TileActions, TileActionsContext } from "./tile-actions.ts"
import { useElementWidth } from "./use-element-width.ts"
import { useGridEvents } from "./use-grid-events.ts"
import { useGridFocus } from "./use-grid-focus.ts"
import { useGridLayout } from "./use-grid-layout.ts"
import { usePaging } from "./use-paging.ts"
import { useScrollAnchor } from "./use-scroll-anchor.ts"
import { useVisibleRows } from "./use-visible-rows.ts"

const ahead = { ahead: true }
const DeleteDialog = lazyPart(async () => (await import("../photos/delete-dialog.tsx")).DeleteDialog, ahead)
const SelectionBar = lazyPart(async () => (await import("../selection/selection-bar.tsx")).SelectionBar, ahead)

export interface LoadedGridProps {
  readonly list: ReturnType<typeof usePhotos>
  readonly query: PhotosQuery
  readonly seen: Seen
  readonly albumId: string | undefined
}

/** The grid of the photos that are loaded, and all that can be done with them. */
export function LoadedGrid({ list, query, seen, albumId }: LoadedGridProps) {
  const { photos } = list
  const grid = useRef<HTMLDivElement>(null)
  const ids = useMemo(() => photos.map(({ photoId }) => photoId), [photos])
  const width = useElementWidth(grid)
  const layout = useGridLayout(photos, { width, grouped: isByDate(query), seen })
  const rows = useVisibleRows(grid, layout)
  useScrollAnchor(grid, { layout, ids })
  usePaging(list, { layout, rows, seen })
  const selection = useSelection(ids)
  const focus = useGridFocus(grid, layout, ids)
  const [deleting, setDeleting] = useState<readonly string[] | null>(null)
  const events = useGridEvents({ selection, focus, ids, askToDelete: setDeleting, open: usePhotoPlace().openPhoto })
  useFocusOnLastOpen(focus.goTo)
  const actions = useTileActionsOf(query, setDeleting)
  return (
    <TileActionsContext value={actions}>
      <div className={styles["whole"]}>
        <div
          ref={grid}
          role="grid"
          aria-label="Photos"
          aria-multiselectable="true"
          aria-rowcount={list.hasNextPage ? -1 : layout.rows.length}
          data-selecting={selection.selected.size > 0}
          className={styles["grid"]}
          style={{ height: layout.height }}
          {...events}
        >
          <GridSections
            {...{ layout, rows, photos, width }}
            selected={selection.selected}
            active={focus.active}
            activeRow={rowOf(layout, focus.active)}
          />
        </div>
        <More list={list} />
        <VisuallyHidden role="status">{useAnnouncement(photos)}</VisuallyHidden>
      </div>
      {selection.selected.size === 0 ? null : (
        <Aside>
          <SelectionBar {...{ photos, selection, albumId }} askToDelete={setDeleting} />
        </Aside>
      )}
      {deleting === null ? null : (
        <Aside>
          <DeleteDialog photoIds={deleting} onClose={() => setDeleting([])} onDeleted={selection.clear} />
        </Aside>
      )}
    </TileActionsContext>
  )
}

/** The API gives an album by when photos were added, and what a label alone asks for by confidence. */
function isByDate({ albumId, label, minConfidence: _, radiusKm: __, ...others }: PhotosQuery): boolean {
  const isNarrowed = Object.values(others).some((value) => value !== undefined)
  return albumId === undefined && (label === undefined || isNarrowed)
}

/** Tiles are drawn anew when their actions change, so these do not. */
function useTileActionsOf(query: PhotosQuery, askToDelete: TileActions["askToDelete"]): TileActions {
  const { some, alike } = useRetry()
  const queries = useQueryClient()
  const [retry, retryAlike] = [some.mutate, alike.mutate]
  return useMemo(
    () => ({
      retry: ({ photoId }, step) => retry([{ photoId, step }]),
      retryAlike: ({ problem }) => problem && retryAlike(problem),
      askToDelete,
      addressesExpired: () =>
        void queries.invalidateQueries({ queryKey: queryKeys.photos(query) }, { cancelRefetch: false }),
    }),
    [retry, retryAlike, queries, query, askToDelete],
  )
}

/** Where the person has looked through photos one by one, the focus comes back to the last of them. */
function useFocusOnLastOpen(goTo: (photoId: string, options: { focus: boolean }) => void): void {
  const open = useOpenPhotoId()
  const last = useRef<string | undefined>(undefined)
  useEffect(() => {
    if (open === undefined && last.current !== undefined) goTo(last.current, { focus: true })
    last.current = open
    // Only when a photo opens or closes.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [open])
}

function More({ list }: Pick<LoadedGridProps, "list">) {
  if (list.isFetchNextPageError)
    return (
      <p className={styles["more"]}>
        More photos could not be loaded. <Button onClick={() => void list.fetchNextPage()}>Try again</Button>
      </p>
    )
  return (
    <div className={styles["more"]}>{list.isFetchingNextPage ? <Spinner label="Loading more photos" /> : null}</div>
  )
}
