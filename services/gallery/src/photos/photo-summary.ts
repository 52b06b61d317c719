import {
  type ImageRecord,
  type ImageStatus,
  problemsOf,
  progressOf,
  shotOf,
  unpackLabelNames,
} from "@darkroom/catalog-model"
import type { PhotoSummary } from "@darkroom/gallery-api"
import { fileNameOf, uploadedAtOf, uploadIdOf } from "./names.ts"
import type { OwnRecord } from "./own-record.ts"
import type { PhotoDeps } from "./photo-deps.ts"

/** So many labels say what is on a photo. */
const SUREST = 3

type SummaryDeps = Pick<PhotoDeps, "urls" | "clock">

/** What a list shows of a photo or video. */
export async function photoSummary(record: OwnRecord, { urls, clock }: SummaryDeps): Promise<PhotoSummary> {
  const { status, steps } = progressOf(record)
  const { metadata, video, thumbnail, tagging, image } = record
  const read = metadata?.value ?? video?.value
  const names = tagging?.names === undefined ? [] : unpackLabelNames(tagging.names)
  return {
    photoId: record.imageId,
    media: record.media ?? "photo",
    duration: video?.value.duration ?? null,
    uploadId: uploadIdOf(image.key),
    name: fileNameOf(image.key),
    status: status as Exclude<ImageStatus, "deleted">,
    uploadedAt: uploadedAtOf(record),
    takenAt: takenAtOf(record),
    width: read?.width ?? null,
    height: read?.height ?? null,
    thumbhash: thumbnail?.thumbhash ?? null,
    dominantColor: thumbnail?.dominantColor ?? null,
    labels: names.slice(0, SUREST).map(({ name }) => ({ name })),
    thumbnails: await Promise.all(
      (thumbnail?.renditions ?? []).map(async ({ width, height, key }) => ({
        width,
        height,
        url: await urls.rendition(key),
      })),
    ),
    steps: [...steps],
    problem: problemOf(record, clock.now()),
    sha256: read?.sha256 ?? thumbnail?.sha256 ?? null,
  }
}

function takenAtOf(record: ImageRecord): PhotoSummary["takenAt"] {
  const takenAt = shotOf(record)?.takenAt
  return takenAt ? { local: takenAt.local, offset: takenAt.offset } : null
}

function problemOf(record: ImageRecord, now: number): PhotoSummary["problem"] {
  const [problem] = problemsOf(record, now)
  if (problem === undefined) return null
  const { step, code, message, retryable } = problem
  return { step, code, message, retryable }
}
