import type { CatalogEntry, ImageRecord } from "@darkroom/catalog-model"
import { movedImageId } from "@darkroom/events"
import { AmbiguousPhoto, TooManyPhotos, UnknownPhoto } from "./errors.ts"
import type { Stage } from "./stage.ts"

/** What a command says of its argument. */
export const PHOTO_REFERENCE = "the photo's id or the beginning of it, its S3 key, its SHA-256, or a correlation id"

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const SHA256 = /^[0-9a-f]{64}$/i
/** Six characters or more. */
const BEGINNING = /^[0-9a-f]{6,8}(-[0-9a-f-]{0,27})?$/i
/** For what no index has, so many photos are looked at. */
const MOST_LOOKED_AT = 20_000

type Searched = Pick<Stage, "catalog" | "correlated" | "latestUpload" | "photos">

/**
 * What the catalog has on the photo with that id, on the latest one under that key, on the one that was moved there, that has that
 * checksum, whose id begins so, or that those events are about. Throws UnknownPhoto, AmbiguousPhoto, TooManyPhotos.
 */
export async function findPhoto(stage: Searched, reference: string): Promise<CatalogEntry> {
  const imageId = await imageIdOf(stage, reference)
  const entry = imageId === undefined ? undefined : await stage.catalog.entry(imageId)
  if (entry === undefined) throw new UnknownPhoto(reference)
  return entry
}

async function imageIdOf(stage: Searched, reference: string): Promise<string | undefined> {
  const lower = reference.toLowerCase()
  if (UUID.test(lower)) {
    if (await stage.catalog.entry(lower)) return lower
    return onlyOne(
      reference,
      (await stage.correlated(lower)).map(({ imageId }) => imageId),
    )
  }
  const byKey = movedImageId(reference) ?? (await stage.latestUpload(reference))
  if (byKey !== undefined) return byKey
  if (SHA256.test(lower)) return onlyOne(reference, await look(stage, reference, (record) => hasBytes(record, lower)))
  if (BEGINNING.test(lower))
    return onlyOne(reference, await look(stage, reference, ({ imageId }) => imageId.startsWith(lower)))
  return undefined
}

function onlyOne(reference: string, ids: readonly string[]): string | undefined {
  const [first, ...others] = new Set(ids)
  if (first !== undefined && others.length > 0) throw new AmbiguousPhoto(reference, [first, ...others])
  return first
}

function hasBytes({ metadata, thumbnail }: ImageRecord, sha256: string): boolean {
  return (metadata?.value.sha256 ?? thumbnail?.sha256) === sha256
}

/** Ids of the photos that are meant. */
async function look(
  { photos }: Searched,
  reference: string,
  isMeant: (record: ImageRecord) => boolean,
): Promise<string[]> {
  const found: string[] = []
  let looked = 0
  for await (const page of photos()) {
    found.push(...page.filter(isMeant).map(({ imageId }) => imageId))
    looked += page.length
    if (looked >= MOST_LOOKED_AT) throw new TooManyPhotos(reference, looked)
  }
  return found
}
