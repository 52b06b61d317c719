import type { ImageRecord, UploadPlace } from "@darkroom/catalog-model"
import type { ListPage } from "./list-photos.ts"
import { uploadedAtOf } from "./names.ts"
import { isOwn } from "./own-record.ts"
import { filterOf, type Search, type SearchDeps } from "./search-page.ts"

/** The next matching photos of an album, whose photos are all read. */
export async function albumPage(search: Search, { catalog }: Pick<SearchDeps, "catalog">): Promise<ListPage> {
  const { owner, after, limit, photoIds = [] } = search
  const records = (await catalog.records(photoIds)).filter((record) => isOwn(record, owner))
  const rest = records.toSorted(newestFirst).filter((record) => after === undefined || isBehind(record, after))
  const hits = await filterOf(search, { catalog })(rest)
  const shown = hits.slice(0, limit)
  const last = shown.at(-1)
  return { records: shown, next: last && hits.length > limit ? placeOf(last) : undefined }
}

function placeOf(record: ImageRecord): UploadPlace {
  return { uploadedAt: uploadedAtOf(record), imageId: record.imageId }
}

function newestFirst(a: ImageRecord, b: ImageRecord): number {
  return isBehind(b, placeOf(a)) ? -1 : 1
}

function isBehind(record: ImageRecord, place: UploadPlace): boolean {
  const { uploadedAt, imageId } = placeOf(record)
  return uploadedAt < place.uploadedAt || (uploadedAt === place.uploadedAt && imageId < place.imageId)
}
