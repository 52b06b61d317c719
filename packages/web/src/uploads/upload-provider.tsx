import type { GalleryClient } from "@darkroom/gallery-api/client"
import { useQueryClient } from "@tanstack/react-query"
import { type ReactNode, useEffect, useLayoutEffect, useState } from "react"
import { queryKeys } from "../api.ts"
import { browserDeps } from "./browser-deps.ts"
import { isActive } from "./upload-item.ts"
import { uploadQueue, type UploadQueue } from "./upload-queue.ts"
import { UploadContext } from "./use-uploads.ts"

export interface UploadProviderProps {
  readonly children: ReactNode
  readonly client: GalleryClient
  readonly userId: string
}

/** Has the uploads of the person who is signed in; they go on from page to page. */
export function UploadProvider({ children, client, userId }: UploadProviderProps) {
  const [queue, setQueue] = useState<UploadQueue | null>(null)
  useLayoutEffect(() => {
    const deps = browserDeps(client, userId)
    const next = uploadQueue(deps)
    setQueue(next)
    return () => {
      next.close()
      deps.close()
    }
  }, [client, userId])
  if (!queue) return null
  return (
    <UploadContext value={queue}>
      <ShowArrivals queue={queue} />
      <AskBeforeLeaving queue={queue} />
      {children}
    </UploadContext>
  )
}

/** The lists of photos are asked for anew when uploads have become photos; without realtime nobody else would. */
function ShowArrivals({ queue }: { readonly queue: UploadQueue }) {
  const queries = useQueryClient()
  useEffect(() => {
    let last = 0
    return queue.subscribe(() => {
      const seen = queue.snapshot().items.reduce((sum, { photoId, state }) => sum + stageOf(photoId, state), 0)
      if (seen > last) {
        for (const queryKey of [queryKeys.allPhotos, queryKeys.facets, queryKeys.albums, queryKeys.me]) {
          void queries.invalidateQueries({ queryKey })
        }
      }
      last = seen
    })
  }, [queue, queries])
  return null
}

/** Photos are worth looking at when they come and when they are complete. */
const stageOf = (photoId: string | undefined, state: string) => (state === "done" ? 2 : photoId === undefined ? 0 : 1)

/** Only where leaving would lose something: what is kept goes on with the next page. */
function AskBeforeLeaving({ queue }: { readonly queue: UploadQueue }) {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (queue.snapshot().items.some((item) => isActive(item) && item.kept !== "stored")) event.preventDefault()
    }
    window.addEventListener("beforeunload", ask)
    return () => window.removeEventListener("beforeunload", ask)
  }, [queue])
  return null
}
