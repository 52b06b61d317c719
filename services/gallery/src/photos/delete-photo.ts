import { derivedId, ImageDeleted } from "@darkroom/events"
import { isoTime } from "../clock.ts"
import { imageOf, type OwnRecord } from "./own-record.ts"
import type { PhotoDeps } from "./photo-deps.ts"

/** Takes the photo from its albums and says that it was deleted. Asked twice, it is the same event. */
export async function deletePhoto(
  record: OwnRecord,
  { albums, publish, clock }: Pick<PhotoDeps, "albums" | "publish" | "clock">,
): Promise<void> {
  const { owner, imageId } = record
  // The albums first: once the photo is buried, nobody can ask for this again.
  await albums.forget(owner, imageId)
  const now = clock.now()
  const provenance = { id: derivedId("ImageDeleted", imageId), groupKey: imageId, origin: "upload" } as const
  await publish([
    ImageDeleted.create({ image: imageOf(record), deletedAt: isoTime(now) }, { ...provenance, time: new Date(now) }),
  ])
}
