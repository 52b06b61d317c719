import { type InvalidateOptions, type QueryClient, useQueryClient } from "@tanstack/react-query"
import { createContext, type ReactNode, use, useEffect, useState } from "react"
import { useSession } from "../auth/session-context.ts"
import { useConfig } from "../config.ts"
import { afterFirstLook } from "../first-look.ts"
import { batch } from "./batch.ts"
import { type ConnectionState, keepConnected } from "./connection.ts"
import { keysOf } from "./keys-of.ts"
import type { PhotoMessage } from "./message.ts"
import { POLL_EVERY, processingKeys } from "./processing.ts"

/** "polling": there is no realtime here, the page asks by itself. */
export type Connection = ConnectionState | "polling"

const ConnectionContext = createContext<Connection>("polling")

/** Whether changes are told to the page as they happen. */
export const useConnection = (): Connection => use(ConnectionContext)

type Listener = (messages: readonly PhotoMessage[]) => void

const ListenersContext = createContext<Set<Listener>>(new Set())

/** Calls with messages when the lists know what they tell; the listener must stay the same. */
export function useMessages(listener: Listener): void {
  const listeners = use(ListenersContext)
  useEffect(() => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [listeners, listener])
}

/** Keeps what the page shows up to date. */
export function RealtimeProvider({ children }: { readonly children: ReactNode }) {
  const [listeners] = useState(() => new Set<Listener>())
  const connection = useSocket(listeners)
  usePolling(connection !== "connected")
  return (
    <ListenersContext value={listeners}>
      <ConnectionContext value={connection}>{children}</ConnectionContext>
    </ListenersContext>
  )
}

function useSocket(listeners: ReadonlySet<Listener>): Connection {
  const { realtime } = useConfig()
  const { session, user } = useSession()
  const queries = useQueryClient()
  const [state, setState] = useState<Connection>(realtime ? "connecting" : "polling")
  const { userId } = user
  useEffect(() => {
    if (!realtime) return
    return keepConnected({
      async open(events) {
        // The library is nearly as large as all else that the page needs.
        await afterFirstLook
        const { openSocket } = await import("./open-socket.ts")
        return openSocket({ realtime, userId, token: session.token })(events)
      },
      onState: (state) => {
        setState(state)
        // What was under way when the page was loaded may have gone on before there were messages.
        if (state === "connected") void refresh(queries, processingKeys(queries))
      },
      onMessage: batch<PhotoMessage>({
        async flush(messages) {
          await refresh(queries, keysOf(messages))
          for (const listener of listeners) listener(messages)
        },
      }),
      onReconnected: () => void queries.invalidateQueries(),
    })
  }, [realtime, session, userId, queries, listeners])
  return state
}

/** While nothing is under way, or nobody looks, nothing is asked. */
function usePolling(active: boolean): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (!active) return
    const poll = () => {
      if (document.visibilityState === "visible" && navigator.onLine)
        void refresh(queries, processingKeys(queries), { cancelRefetch: false })
    }
    const timer = setInterval(poll, POLL_EVERY)
    return () => clearInterval(timer)
  }, [active, queries])
}

/** A request under way may have been answered before what a message tells: it starts anew unless told otherwise. */
async function refresh(
  queries: QueryClient,
  keys: readonly (readonly unknown[])[],
  options?: InvalidateOptions,
): Promise<void> {
  await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey }, options)))
}
