import { errorText } from "../error-text.ts"
import { failure } from "./failures.ts"
import type { UploadItem, UploadState } from "./upload-item.ts"
import { giveBack, type Work } from "./work.ts"

/** States in which an item is, or will be by itself, the photo of its bytes. */
const COMING: ReadonlySet<UploadState> = new Set(["signing", "uploading", "held", "uploaded", "done"])

/** Finds files with the same bytes, and lets a duplicate go on by itself where its twin will not arrive. */
export function duplicateStep(work: Work): () => void {
  const { list } = work
  return () => {
    for (const item of list.all()) if (item.state === "duplicate" && item.photoId === undefined) follow(work, item)
    const coming = new Map<string, string>()
    for (const { state, sha256, clientId } of list.all()) if (sha256 && COMING.has(state)) coming.set(sha256, clientId)
    for (const item of list.all()) if (item.state === "waiting" && item.sha256) compare(work, item, item.sha256, coming)
  }
}

function compare(work: Work, item: UploadItem, sha256: string, coming: Map<string, string>): void {
  const twin = coming.get(sha256)
  if (twin === undefined) return void coming.set(sha256, item.clientId)
  void giveBack(work, item)
  work.list.move(item.clientId, "duplicate", { duplicateOf: twin, form: undefined })
}

function follow(work: Work, { clientId, duplicateOf }: UploadItem): void {
  const twin = duplicateOf === undefined ? undefined : work.list.get(duplicateOf)
  if (!twin || twin.state === "failed" || twin.state === "cancelled") {
    return work.list.move(clientId, "waiting", { duplicateOf: undefined })
  }
  if (twin.photoId === undefined) return
  // From now on it is the duplicate of a photo: its twin leaves the list of uploads.
  work.list.patch(clientId, { photoId: twin.photoId, duplicateOf: undefined })
  void addToItsAlbum(work, clientId)
}

/** The photo is there already; into the album where its file was dropped it has still to come. */
export async function addToItsAlbum({ deps, list }: Work, clientId: string): Promise<void> {
  const { albumId, photoId } = list.get(clientId) ?? {}
  if (albumId === undefined || photoId === undefined) return
  try {
    await deps.client.addToAlbum({ params: { albumId, photoId } })
    list.patch(clientId, { inAlbum: true })
  } catch (cause) {
    if (list.get(clientId)?.state !== "duplicate") return
    const message = `You have this photo already, but it could not be put into the album. ${errorText(cause)}`
    list.move(clientId, "failed", { error: failure("NotInAlbum", message), photoId: undefined })
  }
}
