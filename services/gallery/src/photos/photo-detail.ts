import type { LabelItem, TimelineEntry } from "@darkroom/catalog-model"
import type { ImageMetadata } from "@darkroom/events"
import type { PhotoDetail, PhotoLabel, TrailEntry } from "@darkroom/gallery-api"
import { fileNameOf } from "./names.ts"
import { type OwnRecord, requireOwn } from "./own-record.ts"
import type { PhotoDeps } from "./photo-deps.ts"
import { photoSummary } from "./photo-summary.ts"

type DetailDeps = Pick<PhotoDeps, "catalog" | "albums" | "urls" | "clock">

/** Everything that is known of the owner's photo. Throws NotFound. */
export async function photoDetail(owner: string, photoId: string, deps: DetailDeps): Promise<PhotoDetail> {
  const entry = await deps.catalog.entry(photoId)
  const record = requireOwn(entry?.record, owner)
  const value = record.metadata?.value
  const [summary, albums, downloads] = await Promise.all([
    photoSummary(record, deps),
    deps.albums.albumsOf(owner, photoId),
    downloadsOf(record, deps),
  ])
  return {
    ...summary,
    key: record.image.key,
    bytes: value?.bytes ?? record.image.bytes,
    format: value?.format ?? null,
    camera: value ? cameraOf(value) : null,
    location: value?.location ?? null,
    labels: (entry?.labels ?? []).map(toLabel),
    albums,
    downloads,
    trail: (entry?.timeline ?? []).map(toTrailEntry),
  }
}

async function downloadsOf({ image, thumbnail }: OwnRecord, { urls }: DetailDeps): Promise<PhotoDetail["downloads"]> {
  const renditions = thumbnail?.renditions ?? []
  return {
    original: await urls.download(image.key, fileNameOf(image.key)),
    renditions: await Promise.all(renditions.map(async ({ name, key }) => ({ name, url: await urls.rendition(key) }))),
  }
}

/** Null where the photo says nothing of its camera. */
function cameraOf(metadata: ImageMetadata): PhotoDetail["camera"] {
  const { make, model, lens, aperture, exposureTime, iso, focalLength } = metadata
  const camera = { make, model, lens, aperture, exposureTime, iso, focalLength }
  return Object.values(camera).every((value) => value === null) ? null : camera
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
