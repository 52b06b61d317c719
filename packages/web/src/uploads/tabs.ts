import type { UploadItem } from "./upload-item.ts"

export type Command =
  | { readonly name: "add"; readonly entries: readonly Entry[] }
  /** Of these items, or of all to which it applies. */
  | { readonly name: "pause" | "resume" | "cancel" | "retry"; readonly clientIds: readonly string[] | "all" }
  | { readonly name: "removeFinished" }
  | { readonly name: "check" }

export interface Entry {
  readonly item: UploadItem
  readonly file: File
}

export type TabMessage =
  /** A tab asks the one that works to do something. */
  | { readonly kind: "command"; readonly command: Command }
  /** A tab has just opened and knows only what is stored. */
  | { readonly kind: "hello" }
  /** What changed, from the tab that works; `all`: there are no other items. */
  | {
      readonly kind: "items"
      readonly items: readonly UploadItem[]
      readonly removed: readonly string[]
      readonly all: boolean
    }

export interface TabChannel {
  send(message: TabMessage): void
  listen(listener: (message: TabMessage) => void): () => void
}

export interface Leadership {
  /** Calls when this tab is the one that works; the function that it returns gives that up. */
  seek(lead: () => void): () => void
}

/** Between the tabs in which one person is signed in. */
export function broadcastTabs(userId: string): TabChannel {
  const channel = new BroadcastChannel(`darkroom-uploads-${userId}`)
  return {
    send: (message) => channel.postMessage(message),
    listen(listener) {
      const hear = ({ data }: MessageEvent<TabMessage>) => listener(data)
      channel.addEventListener("message", hear)
      return () => channel.removeEventListener("message", hear)
    },
  }
}

/** Holds a lock, which the browser passes on when the tab goes away. https://developer.mozilla.org/docs/Web/API/Web_Locks_API */
export function lockedLeadership(userId: string, locks: LockManager | undefined): Leadership {
  return {
    seek(lead) {
      if (!locks) {
        lead()
        return () => {}
      }
      const waiting = new AbortController()
      const held = Promise.withResolvers<void>()
      const work = () => {
        lead()
        return held.promise
      }
      locks.request(`darkroom-uploads-${userId}`, { signal: waiting.signal }, work).catch(() => {
        // Given up before it was this tab's turn.
      })
      return () => {
        waiting.abort()
        held.resolve()
      }
    },
  }
}
