import { createContext, use, useSyncExternalStore } from "react"
import type { UploadsSnapshot } from "./upload-list.ts"
import type { UploadQueue } from "./upload-queue.ts"

export const UploadContext = createContext<UploadQueue | null>(null)

export type Uploads = UploadsSnapshot & Omit<UploadQueue, "snapshot" | "subscribe" | "close">

/** What can be done with the uploads; does not render again when they change. */
export function useUploadQueue(): UploadQueue {
  const queue = use(UploadContext)
  if (!queue) throw new Error("Uploads are used outside of UploadProvider")
  return queue
}

/** The uploads, their totals, and what can be done with them. */
export function useUploads(): Uploads {
  const queue = useUploadQueue()
  return { ...queue, ...useSyncExternalStore(queue.subscribe, queue.snapshot) }
}
