import type { Glance, UploadPlace } from "@darkroom/catalog-model"
import { SECOND } from "../clock.ts"
import type { Matcher } from "./filters.ts"
import { labelsOf } from "./label-source.ts"
import type { ListPage } from "./list-photos.ts"
import type { PhotoDeps } from "./photo-deps.ts"

export interface Search {
  readonly owner: string
  readonly matcher: Matcher
  readonly after: UploadPlace | undefined
  readonly limit: number
  /** None but these. */
  readonly photoIds?: readonly string[]
}

export type SearchDeps = Pick<PhotoDeps, "catalog" | "clock">

/** One call goes on for so many pages of the index, and begins none after so long: it answers with what it has, and a cursor. */
const MOST_PAGES = 40
const MOST_TIME = SECOND / 2
/** More than fit into the 1 MB that DynamoDB gives at once. */
const MOST_A_PAGE = 2000

/** The next matching photos of the owner: goes through the index until there are enough, or it has looked for long enough. */
export async function searchPage(search: Search, { catalog, clock }: SearchDeps): Promise<ListPage> {
  const { owner, limit } = search
  const matches = filterOf(search, { catalog })
  const end = clock.now() + MOST_TIME
  const hits: Glance[] = []
  let after: UploadPlace | undefined = search.after
  for (let pages = 1; ; pages++) {
    // Many photos match a broad search, so it begins with few.
    const size = Math.min(limit * 2 ** pages, MOST_A_PAGE)
    const { found, next } = await catalog.glancesOfOwner(owner, { after, limit: size })
    hits.push(...(await matches(found)))
    after = next
    if (hits.length >= limit || next === undefined || pages >= MOST_PAGES || clock.now() >= end) break
  }
  const shown = hits.slice(0, limit)
  const records = await catalog.records(shown.map(({ imageId }) => imageId))
  return { records, next: hits.length > limit ? placeOf(shown.at(-1)) : after }
}

function placeOf(glance: Glance | undefined): UploadPlace | undefined {
  return glance?.uploadedAt === undefined ? undefined : { uploadedAt: glance.uploadedAt, imageId: glance.imageId }
}

/** Those that match, in order. */
export function filterOf({ matcher, photoIds }: Search, { catalog }: Pick<SearchDeps, "catalog">) {
  const only = photoIds && new Set(photoIds)
  const matches = async (glance: Glance) => {
    if (only?.has(glance.imageId) === false || !matcher.matches(glance)) return false
    return !matcher.needsLabels || matcher.matchesLabels(glance, await labelsOf(glance, catalog))
  }
  return async <Seen extends Glance>(glances: readonly Seen[]): Promise<Seen[]> => {
    const matching = await Promise.all(glances.map(matches))
    return glances.filter((_, index) => matching[index])
  }
}
