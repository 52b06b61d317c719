import { type RefObject, useEffect } from "react"
import type { Range } from "./use-visible-rows.ts"
import type { GridLayout } from "../layout/grid-layout.ts"
import { type Page, pagesOf } from "../photos/pages.ts"
import type { usePhotos } from "../photos/use-photos.ts"

/** So many photos beyond what is seen are loaded before they are needed. */
const AHEAD = 250

/** Loads pages ahead of what is seen, and those anew that nobody saw when they changed. */
export function usePaging(
  list: ReturnType<typeof usePhotos>,
  { layout, rows, seen }: { layout: GridLayout; rows: Range; seen: RefObject<readonly [number, number]> },
): void {
  const [firstRow, endRow] = rows
  const first = layout.rows[firstRow]?.first ?? 0
  const last = layout.rows[endRow - 1]
  const end = last ? last.first + last.boxes.length : 0
  const { data, photos, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, refetch } = list
  useEffect(() => {
    seen.current = [first, end]
    if (isFetching || isFetchNextPageError || data === undefined) return
    const [from, to] = pagesOf(data, first, end)
    const isStale = data.pages.slice(from, to + 1).some((page: Page) => page.isStale)
    if (isStale) void refetch({ cancelRefetch: false })
    else if (hasNextPage && end + AHEAD > photos.length) void fetchNextPage({ cancelRefetch: false })
  }, [seen, first, end, data, photos, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, refetch])
}
