import { type Glance, shotOf, statusOf, type UploadPlace } from "@darkroom/catalog-model"
import type { Facets } from "@darkroom/gallery-api"
import { SECOND } from "../clock.ts"
import { cameraName } from "./camera.ts"
import { MIN_CONFIDENCE } from "./filters.ts"
import { labelsOf } from "./label-source.ts"
import type { SearchDeps } from "./search-page.ts"

/** It counts the newest photos: so many pages of the index of 1 MB each, and begins none after so long. */
const MOST_PAGES = 60
const MOST_TIME = 5 * SECOND
/** Names of one kind, the most frequent first. */
const MOST_NAMES = 200

/** What the owner's photos show, with what they were taken, and how they stand. */
export async function facetsOf(owner: string, { catalog, clock }: SearchDeps): Promise<Facets> {
  const end = clock.now() + MOST_TIME
  const labels = new Map<string, number>()
  const cameras = new Map<string, number>()
  const totals = { total: 0, videos: 0, processing: 0, failed: 0 }
  let after: UploadPlace | undefined
  for (let pages = 1; ; pages++) {
    const { found, next } = await catalog.glancesOfOwner(owner, { after })
    for (const glance of found) count(glance, cameras, totals)
    for (const names of await Promise.all(found.map((glance) => sureLabels(glance, catalog))))
      for (const name of names) increase(labels, name)
    if (next === undefined || pages >= MOST_PAGES || clock.now() >= end) break
    after = next
  }
  return { labels: ranked(labels), cameras: ranked(cameras), ...totals }
}

function count(
  glance: Glance,
  cameras: Map<string, number>,
  totals: { [state: string]: number; total: number; videos: number },
): void {
  const shot = shotOf(glance)
  const camera = shot && cameraName(shot)
  if (camera !== undefined) increase(cameras, camera)
  totals.total++
  if (glance.media === "video") totals.videos++
  const status = statusOf(glance)
  const counted = totals[status]
  if (counted !== undefined) totals[status] = counted + 1
}

async function sureLabels(glance: Glance, catalog: SearchDeps["catalog"]): Promise<string[]> {
  const labels = await labelsOf(glance, catalog)
  return labels.filter(({ confidence }) => confidence >= MIN_CONFIDENCE).map(({ name }) => name)
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function ranked(counts: Map<string, number>): Facets["labels"] {
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name, "en"))
    .slice(0, MOST_NAMES)
}
