import { type Category, type Image, movedImageId } from "@darkroom/events"
import { keysOfMoved } from "@darkroom/lambda"
import type { Deps } from "./deps.ts"
import { OriginalChanged } from "./errors.ts"
import type { StoredObject } from "./objects.ts"

export interface Move {
  readonly image: Image
  readonly to: string
  readonly category: Category
  /** The work that this is part of; the same after a crash. */
  readonly by: string
}

interface Source {
  readonly key: string
  readonly object: StoredObject
}

/** The ETag of the moved original; undefined where there is nothing to move, or it is there already. Throws OriginalHeld. */
export async function moveOriginal(move: Move, deps: Deps): Promise<string | undefined> {
  const { image, to, by } = move
  const { bucket, key } = image
  if (key === to) return undefined
  const held =
    !isMoved(image) && (await deps.uploads.hold(bucket, key, image.id, { by, now: deps.now(), movingTo: to }))
  const before = await movedOriginals(image, deps)
  const etag = await copyOriginal(move, before, held, deps)
  if (etag !== undefined) {
    for (const other of before) if (other.key !== to) await deps.objects.delete(bucket, other.key, other.object.etag)
    if (held) await deps.objects.delete(bucket, key, image.etag)
  }
  if (held) await deps.uploads.release(bucket, key, by, etag === undefined ? undefined : to)
  return etag
}

/** What lies under the photo's moved keys and says that it is the photo's. */
export async function movedOriginals(
  image: Pick<Image, "id" | "bucket" | "key" | "profile">,
  { objects }: Deps,
): Promise<Source[]> {
  const keys = new Set([...keysOfMoved(image), ...(isMoved(image) ? [image.key] : [])])
  const found = await Promise.all(
    [...keys].map(async (key) => ({ key, object: await objects.head(image.bucket, key) })),
  )
  return found.flatMap(({ key, object }) => (object?.imageId === image.id ? [{ key, object }] : []))
}

export async function deleteMoved(image: Image, deps: Deps): Promise<void> {
  for (const { key, object } of await movedOriginals(image, deps))
    await deps.objects.delete(image.bucket, key, object.etag)
}

export function isMoved({ id, key }: Pick<Image, "id" | "key">): boolean {
  return movedImageId(key) === id
}

/** The ETag of the photo's copy under its new key; undefined where there is no original, or it was deleted meanwhile. */
async function copyOriginal(
  { image, to, category }: Move,
  before: readonly Source[],
  held: boolean,
  deps: Deps,
): Promise<string | undefined> {
  const { bucket, id } = image
  let copy: Pick<StoredObject, "etag"> | undefined = before.find(({ key }) => key === to)?.object
  if (copy === undefined) {
    const source = (held ? await uploaded(image, deps) : undefined) ?? before[0]
    if (source === undefined) return undefined
    copy = await deps.objects.copy(bucket, { ...source, to, imageId: id, category })
    if (copy === undefined) throw new OriginalChanged(id)
  }
  if (!(await deps.filings.isDeleted(id))) return copy.etag
  await deps.objects.delete(bucket, to, copy.etag)
  return undefined
}

/** What lies under the key of the upload, if it is what was uploaded. */
async function uploaded(image: Image, { objects }: Deps): Promise<Source | undefined> {
  const object = await objects.head(image.bucket, image.key)
  return object?.etag === image.etag ? { key: image.key, object } : undefined
}
