import type { GalleryClient } from "@darkroom/gallery-api/client"
import type { QueryClient } from "@tanstack/react-query"
import { queryKeys } from "../api.ts"
import { browserDeps } from "./browser-deps.ts"
import { isActive, type UploadItem } from "./upload-item.ts"
import { uploadQueue, type UploadQueue } from "./upload-queue.ts"

export interface OpenQueueOptions {
  readonly client: GalleryClient
  readonly userId: string
  readonly queries: QueryClient
}

/** Opens one person's queue in this tab, and joins it to the page's lists. */
export function openQueue({ client, userId, queries }: OpenQueueOptions): UploadQueue {
  const deps = browserDeps(client, userId)
  const queue = uploadQueue(deps)
  const ends = [queue.close, deps.close, showArrivals(queue, queries), checkWithLists(queue, queries), askToStay(queue)]
  return {
    ...queue,
    close() {
      for (const end of ends) end()
    },
  }
}

/** The lists of photos are asked for anew when uploads have become photos; without realtime nobody else would. */
function showArrivals(queue: UploadQueue, queries: QueryClient): () => void {
  let last = 0
  return queue.subscribe(() => {
    const seen = queue.snapshot().items.reduce((sum, item) => sum + stageOf(item), 0)
    if (seen > last) {
      for (const queryKey of [queryKeys.allPhotos, queryKeys.facets, queryKeys.albums, queryKeys.me])
        void queries.invalidateQueries({ queryKey })
    }
    last = seen
  })
}

/** Photos are worth looking at when they come, when they are complete, and when they have come into an album. */
const stageOf = ({ photoId, state, inAlbum }: UploadItem) =>
  (state === "done" ? 2 : photoId === undefined ? 0 : 1) + Number(inAlbum)

/** A list that has come anew, as it does after each message, may know what has become of the uploads. */
function checkWithLists(queue: UploadQueue, queries: QueryClient): () => void {
  return queries.getQueryCache().subscribe((event) => {
    const isList = event.query.queryKey[0] === queryKeys.allPhotos[0]
    if (isList && event.type === "updated" && event.action.type === "success") queue.check()
  })
}

/** Only where leaving would lose something: what is kept goes on with the next page. */
function askToStay(queue: UploadQueue): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    if (queue.snapshot().items.some((item) => isActive(item) && item.kept !== "stored")) event.preventDefault()
  }
  window.addEventListener("beforeunload", ask)
  return () => window.removeEventListener("beforeunload", ask)
}
