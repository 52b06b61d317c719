import type { Photos, PhotosQuery, PhotoSummary } from "@darkroom/gallery-api"
import { addToItsAlbum } from "./duplicates.ts"
import { failure } from "./failures.ts"
import type { UploadItem } from "./upload-item.ts"
import type { Work } from "./work.ts"

const FIRST = 2000
const LAST = 15_000
/** Nothing more is to be learned about an upload that never became a photo; the gallery shows what there is. */
const GIVE_UP = 600_000
const PAGE = 100
/** What lies behind a thousand newer photos is not waited for. */
const PAGES = 10

/** Looks whether the files that arrived are photos yet. */
export function watchStep(work: Work) {
  const { list, deps, gate, pump } = work
  const { clock, client } = deps
  const since = new Map<string, number>()
  let pause = FIRST
  let lastLook = -Infinity
  let cancel: (() => void) | undefined
  let busy = false

  const arrived = () => list.all().filter(({ state }) => state === "uploaded")
  const look = async () => {
    cancel = undefined
    busy = true
    lastLook = clock.now()
    try {
      const photos = gate.isOpen() ? await newest() : []
      const photoOf = (item: UploadItem) => photos.find((photo) => isOf(photo, item))
      await Promise.all(arrived().map((item) => take(item, photoOf(item))))
    } catch {
      // The next look may succeed.
    }
    busy = false
    pause = Math.min(LAST, pause * 1.5)
    pump()
  }
  /** As far back as is needed to find everything that arrived. */
  const newest = async () => {
    const found: PhotoSummary[] = []
    let cursor: string | null = null
    for (let page = 0; page < PAGES; page++) {
      const query: PhotosQuery = cursor === null ? { limit: PAGE } : { limit: PAGE, cursor }
      const next: Photos = await client.listPhotos({ query })
      found.push(...next.photos)
      cursor = next.cursor
      if (cursor === null || arrived().every((item) => found.some((photo) => isOf(photo, item)))) break
    }
    return found
  }
  const take = async ({ clientId }: UploadItem, photo: PhotoSummary | undefined) => {
    if (photo?.status === "rejected") {
      const message = photo.problem?.message ?? "This file cannot be shown."
      return list.move(clientId, "failed", { error: failure("Rejected", message, false), photoId: photo.photoId })
    }
    if (photo && photo.status !== "processing") {
      list.patch(clientId, { photoId: photo.photoId })
      // The server puts it in by itself, and perhaps later than the last that is heard of the photo: whoever looks at the album is to see it.
      await addToItsAlbum(work, clientId)
      return list.move(clientId, "done")
    }
    if (photo && list.get(clientId)?.photoId === undefined) list.patch(clientId, { photoId: photo.photoId })
    if (clock.now() - (since.get(clientId) ?? clock.now()) > GIVE_UP) list.move(clientId, "done")
  }
  return {
    run(): void {
      const items = arrived()
      const fresh = items.filter(({ clientId }) => !since.has(clientId))
      for (const { clientId } of fresh) since.set(clientId, clock.now())
      if (fresh.length > 0) pause = FIRST
      if (items.length > 0 && !busy) cancel ??= clock.after(pause, () => void look())
    },
    /** Looks at once, or where it has just looked as soon as it may again. */
    check(): void {
      pause = FIRST
      if (busy || arrived().length === 0) return
      cancel?.()
      const wait = lastLook + FIRST - clock.now()
      if (wait > 0) cancel = clock.after(wait, () => void look())
      else void look()
    },
    close: () => cancel?.(),
  }
}

function isOf(photo: PhotoSummary, { form, sha256 }: UploadItem): boolean {
  if (photo.uploadId !== null) return photo.uploadId === form?.uploadId
  return photo.sha256 !== null && photo.sha256 === sha256
}
