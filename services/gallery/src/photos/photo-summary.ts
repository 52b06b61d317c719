import { type ImageRecord, type ImageStatus, progressOf, unpackLabelNames } from "@darkroom/catalog-model"
import type { PhotoSummary } from "@darkroom/gallery-api"
import { fileNameOf, uploadedAtOf, uploadIdOf } from "./names.ts"
import type { OwnRecord } from "./own-record.ts"
import type { PhotoDeps } from "./photo-deps.ts"
import { problemsOf } from "./problems.ts"

/** So many labels say what is on a photo. */
const SUREST = 3

type SummaryDeps = Pick<PhotoDeps, "urls" | "clock">

/** What a list shows of a photo. */
export async function photoSummary(record: OwnRecord, { urls, clock }: SummaryDeps): Promise<PhotoSummary> {
  const { status, steps } = progressOf(record)
  const { metadata, thumbnail, tagging, image } = record
  const names = tagging?.names === undefined ? [] : unpackLabelNames(tagging.names)
  return {
    photoId: record.imageId,
    uploadId: uploadIdOf(image.key),
    name: fileNameOf(image.key),
    status: status as Exclude<ImageStatus, "deleted">,
    uploadedAt: uploadedAtOf(record),
    takenAt: takenAtOf(record),
    width: metadata?.value.width ?? null,
    height: metadata?.value.height ?? null,
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
    sha256: metadata?.value.sha256 ?? thumbnail?.sha256 ?? null,
  }
}

function takenAtOf({ metadata }: ImageRecord): PhotoSummary["takenAt"] {
  const takenAt = metadata?.value.takenAt
  return takenAt ? { local: takenAt.local, offset: takenAt.offset } : null
}

function problemOf(record: ImageRecord, now: number): PhotoSummary["problem"] {
  const [problem] = problemsOf(record, now)
  if (problem === undefined) return null
  const { step, code, message, retryable } = problem
  return { step, code, message, retryable }
}
