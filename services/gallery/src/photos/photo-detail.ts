import {
  archivedOf,
  type CatalogEntry,
  isReadable,
  type LabelItem,
  shotOf,
  type TimelineEntry,
} from "@darkroom/catalog-model"
import type { VideoLabel } from "@darkroom/events"
import type { PhotoDetail, PhotoLabel, TrailEntry } from "@darkroom/gallery-api"
import { findingsOf } from "./findings.ts"
import { fileNameOf } from "./names.ts"
import { imageOf, type OwnRecord, requireOwn } from "./own-record.ts"
import type { PhotoDeps } from "./photo-deps.ts"
import { photoSummary } from "./photo-summary.ts"
import { videoOf } from "./video-facts.ts"

type DetailDeps = Pick<PhotoDeps, "catalog" | "albums" | "urls" | "clock">

/** Everything that is known of the owner's photo or video. Throws NotFound. */
export async function photoDetail(owner: string, photoId: string, deps: DetailDeps): Promise<PhotoDetail> {
  const entry = await deps.catalog.entry(photoId)
  const record = requireOwn(entry?.record, owner)
  const [value, shot] = [record.metadata?.value, shotOf(record)]
  const [summary, albums, downloads, video] = await Promise.all([
    photoSummary(record, deps),
    deps.albums.albumsOf(owner, photoId),
    downloadsOf(record, deps),
    videoOf(record, entry, deps),
  ])
  return {
    ...summary,
    key: imageOf(record).key,
    bytes: value?.bytes ?? record.image.bytes,
    format: value?.format ?? record.video?.value.container ?? null,
    camera: shot ? cameraOf(shot) : null,
    location: shot?.location ?? null,
    labels: labelsOf(entry),
    ...(entry === undefined ? {} : findingsOf(entry)),
    video,
    decision: decisionOf(record),
    archived: archiveOf(record),
    albums,
    downloads,
    trail: (entry?.timeline ?? []).map(toTrailEntry),
  }
}

async function downloadsOf(record: OwnRecord, { urls, clock }: DetailDeps): Promise<PhotoDetail["downloads"]> {
  const { key } = imageOf(record)
  const renditions = record.thumbnail?.renditions ?? []
  return {
    original: isReadable(record, clock.now()) ? await urls.download(key, fileNameOf(key)) : null,
    renditions: await Promise.all(
      renditions.map(async (rendition) => ({ name: rendition.name, url: await urls.rendition(rendition.key) })),
    ),
  }
}

function decisionOf({ categorization }: OwnRecord): PhotoDetail["decision"] {
  if (categorization === undefined) return null
  const { category, reason, rules } = categorization
  return { category, reason, rules }
}

function archiveOf(record: OwnRecord): PhotoDetail["archived"] {
  const archived = archivedOf(record)
  return archived ? { since: archived.since, until: archived.until } : null
}

type Camera = NonNullable<PhotoDetail["camera"]>

const UNTOLD = { lens: null, aperture: null, exposureTime: null, iso: null, focalLength: null }

/** Null where the photo says nothing of its camera; a video never says more than who made it. */
function cameraOf(shot: Pick<Camera, "make" | "model"> & Partial<Camera>): PhotoDetail["camera"] {
  const { make, model, lens, aperture, exposureTime, iso, focalLength } = { ...UNTOLD, ...shot }
  const camera = { make, model, lens, aperture, exposureTime, iso, focalLength }
  return Object.values(camera).every((value) => value === null) ? null : camera
}

function labelsOf(entry: CatalogEntry | undefined): PhotoLabel[] {
  return entry?.seen?.labels.map(toVideoLabel) ?? entry?.labels.map(toLabel) ?? []
}

function toVideoLabel({ name, confidence, parents, categories, segments }: VideoLabel): PhotoLabel {
  return { name, confidence, parents, categories, instances: [], segments }
}

function toLabel({ name, confidence, parents, categories, instances }: LabelItem): PhotoLabel {
  return {
    name,
    confidence,
    parents,
    categories,
    instances: instances.map((instance) => ({ confidence: instance.confidence, box: instance.boundingBox })),
  }
}

function toTrailEntry(entry: TimelineEntry): TrailEntry {
  const { eventId, type, source, time, causationId, correlationId, origin, attempt, note } = entry
  const told = { eventId, type, source, time, causationId, correlationId, origin, attempt }
  return note === undefined ? told : { ...told, note }
}
