import { type CatalogReader, currentImage, type ImageRecord } from "@darkroom/catalog-model"
import type { Image } from "@darkroom/events"
import { notFound } from "../errors.ts"

/** A photo that somebody may see: it has an owner, and with that an image. */
export type OwnRecord = ImageRecord & { readonly owner: string; readonly image: Image }

/** Whether the photo is this owner's, and not deleted. */
export function isOwn(record: ImageRecord | undefined, owner: string): record is OwnRecord {
  return record?.owner === owner && record.image !== undefined && record.deletedAt === undefined
}

/** Throws NotFound, which does not tell a photo that is gone from one that is somebody else's. */
export function requireOwn(record: ImageRecord | undefined, owner: string): OwnRecord {
  if (isOwn(record, owner)) return record
  throw notFound("There is no such photo.")
}

/** The record of the owner's photo. Throws NotFound. */
export async function ownRecord(
  owner: string,
  photoId: string,
  catalog: Pick<CatalogReader, "record">,
): Promise<OwnRecord> {
  return requireOwn(await catalog.record(photoId), owner)
}

/** The photo's image where it is now. */
export function imageOf(record: OwnRecord): Image {
  return currentImage(record) ?? record.image
}
