import type { CatalogEntry } from "@darkroom/catalog-model"
import { movedImageId } from "@darkroom/events"
import { UnknownPhoto } from "./errors.ts"
import type { Stage } from "./stage.ts"

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What the catalog has on the photo with that id, on the latest one under that key, or on the one that was moved there. Throws UnknownPhoto. */
export async function findPhoto(
  stage: Pick<Stage, "catalog" | "latestUpload">,
  reference: string,
): Promise<CatalogEntry> {
  const imageId = UUID.test(reference)
    ? reference.toLowerCase()
    : (movedImageId(reference) ?? (await stage.latestUpload(reference)))
  const entry = imageId === undefined ? undefined : await stage.catalog.entry(imageId)
  if (entry === undefined) throw new UnknownPhoto(reference)
  return entry
}
