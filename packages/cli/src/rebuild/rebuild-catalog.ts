import { ImageReplaced, type RebuildRequest, type RebuiltPhoto } from "@darkroom/events"
import type { ArchivedEvent } from "../replay/archived-event.ts"
import type { Window } from "../replay/read-archive.ts"
import { consumes } from "../replay/recipients.ts"
import type { Stage } from "../stage.ts"

type Photo = RebuildRequest["photos"][number]

/** Lambda takes 6 MB: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const BYTES_A_CALL = 3_000_000
const PHOTOS_A_CALL = 50
/** Calls at once. */
const CALLS = 2

export interface RebuildOptions {
  readonly window: Window
  readonly apply: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (photos: number, of: number) => void
}

export interface Rebuilt {
  readonly photos: readonly RebuiltPhoto[]
  /** Ids of events that are none of the contract. */
  readonly malformed: readonly string[]
}

/** Every photo that the archive has events of which the catalog consumes, and every other that the catalog has. */
export async function photosToRebuild(
  archive: readonly ArchivedEvent[],
  { photos, operations }: Pick<Stage, "photos" | "operations">,
): Promise<Photo[]> {
  const catalog = operations.subscribers.filter(({ service }) => service === "catalog")
  const told = archive.filter(({ type }) => catalog.some((target) => consumes(target, type)))
  const events = new Map<string, ArchivedEvent["body"][]>()
  for (const event of told) for (const id of photosOf(event)) events.set(id, [...(events.get(id) ?? []), event.body])
  for await (const page of photos()) for (const { imageId } of page) if (!events.has(imageId)) events.set(imageId, [])
  return [...events].map(([imageId, bodies]) => ({ imageId, events: bodies }))
}

/** One that takes another's key is about both. */
function photosOf({ type, groupKey, data }: ArchivedEvent): string[] {
  if (type !== ImageReplaced.name) return [groupKey]
  const { imageId, replacedBy } = data as ImageReplaced["data"]
  return [...new Set([imageId, replacedBy.id])]
}

/** Compares them with the catalog, or mends it; what was done until it was interrupted. Throws RebuildFailed. */
export async function rebuildPhotos(
  { rebuild }: Pick<Stage, "rebuild">,
  photos: readonly Photo[],
  { window, apply, signal, onProgress = () => {} }: RebuildOptions,
): Promise<Rebuilt> {
  const about = { from: new Date(window.from).toISOString(), to: new Date(window.to).toISOString(), apply }
  const batches = batchesOf(photos)
  const done: Rebuilt[] = []
  let count = 0
  const work = async () => {
    for (let batch = batches.next(); !batch.done && !signal?.aborted; batch = batches.next()) {
      done.push(await rebuild({ ...about, photos: batch.value }))
      count += batch.value.length
      onProgress(count, photos.length)
    }
  }
  await Promise.all(Array.from({ length: CALLS }, work))
  return { photos: done.flatMap((each) => each.photos), malformed: done.flatMap((each) => each.malformed) }
}

function* batchesOf(photos: readonly Photo[]): Generator<Photo[], undefined> {
  let batch: Photo[] = []
  let bytes = 0
  for (const photo of photos) {
    const size = Buffer.byteLength(JSON.stringify(photo))
    if (batch.length === PHOTOS_A_CALL || (batch.length > 0 && bytes + size > BYTES_A_CALL)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(photo)
    bytes += size
  }
  if (batch.length > 0) yield batch
}
