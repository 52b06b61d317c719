import { type ImageRecord, timesOf } from "@darkroom/catalog-model"

/** The last segment of an object key. */
export function fileNameOf(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1)
}

/** Of `private/{userId}/uploads/{uploadId}/{file name}`; null for keys of any other form. */
export function uploadIdOf(key: string): string | null {
  return /^private\/[^/]+\/uploads\/([^/]+)\/[^/]+$/u.exec(key)?.[1] ?? null
}

/** When it was uploaded; where ImageUploaded has yet to come, when the first of the photo's events happened. */
export function uploadedAtOf(record: ImageRecord): string {
  return record.uploadedAt ?? timesOf(record)[0] ?? ""
}
