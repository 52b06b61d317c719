import type { Clock } from "../clock.ts"
import type { Authorization } from "./authorizer.ts"
import type { ConnectionPolicy } from "./connection-policy.ts"

/** What a connected client may do and does. */
export interface Session {
  readonly allows: ConnectionPolicy
  /** The topic filters that it subscribes to. */
  readonly topics: Set<string>
  close(): void
}

interface SessionOptions {
  readonly clock: Clock
  /** Asks again what the client may do. */
  readonly refresh: () => Promise<Authorization>
  /** Called when the client's time is over, or, with the reason, when it may not stay. */
  readonly end: (reason?: Error) => void
}

/** Keeps a client connected for as long as its authorizer said, and asks it again as often as it said. */
export function openSession(first: Authorization, { clock, refresh, end }: SessionOptions): Session {
  let { allows } = first
  let closed = false
  const stopEnd = clock.schedule(first.disconnectAfter * 1000, () => end())
  let stopRefresh = refreshAfter(first.refreshAfter)

  function refreshAfter(seconds: number): () => void {
    return clock.schedule(seconds * 1000, () => void refreshNow())
  }

  async function refreshNow(): Promise<void> {
    try {
      const next = await refresh()
      if (closed) return
      allows = next.allows
      stopRefresh = refreshAfter(next.refreshAfter)
    } catch (error) {
      if (!closed) end(error as Error)
    }
  }

  return {
    allows: (action, name) => allows(action, name),
    topics: new Set(),
    close() {
      closed = true
      stopEnd()
      stopRefresh()
    },
  }
}
