import type { ImageRecord, LabelPlace, UploadPlace } from "@darkroom/catalog-model"
import type { Photos } from "@darkroom/gallery-api"
import { albumPage } from "./album-page.ts"
import { readCursor, writeCursor } from "./cursor.ts"
import { type Filters, leastConfidence, type ListQuery, matcherOf } from "./filters.ts"
import { isOwn } from "./own-record.ts"
import type { PhotoDeps } from "./photo-deps.ts"
import { photoSummary } from "./photo-summary.ts"
import { searchPage } from "./search-page.ts"

/** Records of one page, and where the next begins. */
export interface ListPage {
  readonly records: readonly ImageRecord[]
  readonly next: UploadPlace | LabelPlace | undefined
}

const LIMIT = 50
/** An album of more photos is read by going through all of the owner's. */
const ALBUM_AT_ONCE = 1000

/** One page of the owner's photos, newest upload first; where a label alone is asked for, surest first. Throws Invalid and NotFound. */
export async function listPhotos(owner: string, query: ListQuery, deps: PhotoDeps): Promise<Photos> {
  const { limit = LIMIT, cursor, ...filters } = query
  const { records, next } = await pageOf(owner, filters, { limit, cursor }, deps)
  const own = records.filter((record) => isOwn(record, owner))
  return {
    photos: await Promise.all(own.map((record) => photoSummary(record, deps))),
    cursor: writeCursor(owner, filters, next),
  }
}

async function pageOf(
  owner: string,
  filters: Filters,
  { limit, cursor }: { limit: number; cursor: string | undefined },
  deps: PhotoDeps,
): Promise<ListPage> {
  const { catalog, albums } = deps
  const asked = Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  const narrowing = asked.filter((name) => name !== "minConfidence" && name !== "radiusKm")
  if (filters.label !== undefined && narrowing.length === 1) {
    const label = { name: filters.label, minConfidence: leastConfidence(filters) }
    const after = readCursor("label", cursor, owner, filters)
    const { found, next } = await catalog.pageWithLabel(owner, label, { after, limit })
    return { records: await catalog.records(found.map(({ imageId }) => imageId)), next }
  }
  const after = readCursor("upload", cursor, owner, filters)
  if (narrowing.length === 0) {
    const { found, next } = await catalog.pageOfOwner(owner, { after, limit })
    return { records: found, next }
  }
  const matcher = matcherOf(filters)
  if (filters.albumId === undefined) return searchPage({ owner, matcher, after, limit }, deps)
  const photoIds = await albums.photoIds(owner, filters.albumId)
  const search = { owner, matcher, after, limit, photoIds }
  return photoIds.length <= ALBUM_AT_ONCE ? albumPage(search, deps) : searchPage(search, deps)
}
