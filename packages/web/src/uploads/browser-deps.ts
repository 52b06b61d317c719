import type { GalleryClient } from "@darkroom/gallery-api/client"
import { hasher } from "./hasher.ts"
import { formPoster } from "./post-form.ts"
import { indexedStore } from "./store.ts"
import { broadcastTabs, lockedLeadership } from "./tabs.ts"
import type { Clock, Network, UploadDeps } from "./upload-deps.ts"

const clock: Clock = {
  now: () => Date.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds)
    return () => clearTimeout(timer)
  },
}

const network: Network = {
  online: () => navigator.onLine,
  onChange(listener) {
    window.addEventListener("online", listener)
    window.addEventListener("offline", listener)
    return () => {
      window.removeEventListener("online", listener)
      window.removeEventListener("offline", listener)
    }
  },
}

/** What the queue of one person's uploads needs, from the browser. */
export function browserDeps(client: GalleryClient, userId: string): UploadDeps & { readonly close: () => void } {
  const { hash, close } = hasher()
  return {
    client,
    store: indexedStore(userId, indexedDB),
    clock,
    network,
    leadership: lockedLeadership(userId, navigator.locks),
    channel: broadcastTabs(userId),
    hash,
    post: formPoster({ clock }),
    newId: () => crypto.randomUUID(),
    close,
  }
}
