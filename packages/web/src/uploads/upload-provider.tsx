import type { GalleryClient } from "@darkroom/gallery-api/client"
import { useQueryClient } from "@tanstack/react-query"
import { type ReactNode, useEffect, useLayoutEffect, useState } from "react"
import { errorText } from "../error-text.ts"
import { afterFirstLook } from "../first-look.ts"
import { counted } from "../gallery/format/quantities.ts"
import { loadedFrom } from "../not-loaded.ts"
import { toast } from "../toasts.ts"
import { type LateQueue, lateQueue } from "./late-queue.ts"
import { UploadContext } from "./use-uploads.ts"

export interface UploadProviderProps {
  readonly children: ReactNode
  readonly client: GalleryClient
  readonly userId: string
}

/**
 * Has the uploads of the person who is signed in; they go on from page to page. The queue opens with the first files, or after
 * the first look: uploads of an earlier page or of another tab may wait in it.
 */
export function UploadProvider({ children, client, userId }: UploadProviderProps) {
  const queries = useQueryClient()
  const [queue, setQueue] = useState<LateQueue | null>(null)
  useLayoutEffect(() => {
    const load = async () => {
      const { openQueue } = await loadedFrom(() => import("./open-queue.ts"))
      return openQueue({ client, userId, queries })
    }
    const next = lateQueue({ load, failed: (error, waiting) => tellFailure(error, waiting, next.open) })
    setQueue(next)
    void afterFirstLook.then(next.open)
    return next.close
  }, [client, userId, queries])
  if (!queue) return null
  return (
    <UploadContext value={queue}>
      <OpenQueue queue={queue} />
      {children}
    </UploadContext>
  )
}

/** Files that nothing has stored yet are lost with the page; where the network was missing it is tried again with it. */
function OpenQueue({ queue }: { readonly queue: LateQueue }) {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (queue.waiting() > 0) event.preventDefault()
    }
    window.addEventListener("beforeunload", ask)
    window.addEventListener("online", queue.open)
    return () => {
      window.removeEventListener("beforeunload", ask)
      window.removeEventListener("online", queue.open)
    }
  }, [queue])
  return null
}

/** Where nobody waits for it, nobody needs to know. */
function tellFailure(error: unknown, waiting: number, tryAgain: () => void): void {
  if (waiting === 0) return
  const are = waiting === 1 ? "is" : "are"
  const text = `${counted(waiting, "photo")} ${are} not uploaded yet: leave this page open. ${errorText(error)}`
  toast({ kind: "error", text, action: { label: "Try again", run: tryAgain } })
}
