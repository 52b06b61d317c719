import type { Photos } from "@darkroom/gallery-api"

/** A page of a list, as the page keeps it. */
export interface Page extends Photos {
  /** Somebody asked for it anew while nobody saw it; it is fetched when it comes near. */
  readonly isStale?: boolean
}

export interface Pages {
  readonly pages: readonly Page[]
  readonly pageParams: readonly unknown[]
}

/** The range of pages, first and last, that hold the photos [first, end). */
export function pagesOf({ pages }: Pages, first: number, end: number): readonly [number, number] {
  let count = 0
  const ends = pages.map(({ photos }) => (count += photos.length))
  const last = Math.max(0, pages.length - 1)
  const from = ends.findIndex((until) => until > first)
  const to = ends.findIndex((until) => until >= end)
  return [from === -1 ? last : from, to === -1 ? last : to]
}

/** At most so many requests for one page that has grown; then the pages behind it are cut anew. */
const GROWTH = 3

/**
 * A page anew, with the same last photo as before, so that the pages behind it begin where they began: what was uploaded
 * since then makes it longer. Cut anew where that photo is gone or far away.
 */
export async function fetchedAnew(
  known: Page,
  cursor: string | undefined,
  fetchPage: (cursor: string | undefined) => Promise<Photos>,
): Promise<Page> {
  const first = await fetchPage(cursor)
  const border = known.photos.at(-1)?.photoId
  if (known.cursor === null || border === undefined) return first
  let page = first
  for (let requests = 1; ; requests += 1) {
    const at = page.photos.findIndex(({ photoId }) => photoId === border)
    if (at !== -1) return { photos: page.photos.slice(0, at + 1), cursor: known.cursor }
    if (page.cursor === null || requests === GROWTH) return page
    const next = await fetchPage(page.cursor)
    page = { photos: [...page.photos, ...next.photos], cursor: next.cursor }
  }
}

/** The pages without some photos; the same object where it has none of them. */
export function without<Kept extends Pages>(kept: Kept, photoIds: ReadonlySet<string>): Kept {
  if (!kept.pages.some(({ photos }) => photos.some(({ photoId }) => photoIds.has(photoId)))) return kept
  const pages = kept.pages.map((page) => ({
    ...page,
    photos: page.photos.filter(({ photoId }) => !photoIds.has(photoId)),
  }))
  return { ...kept, pages }
}

/** Every photo once: one that was uploaded between two requests moves the others, and may come twice. */
export function photosIn({ pages }: Pages): Photos["photos"] {
  const photos = new Map(pages.flatMap((page) => page.photos).map((photo) => [photo.photoId, photo]))
  return [...photos.values()]
}
