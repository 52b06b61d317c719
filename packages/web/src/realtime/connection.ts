import { parseMessage, type PhotoMessage } from "./message.ts"

export type ConnectionState = "connecting" | "connected" | "lost"

/** One socket, from its opening to its end. */
export interface Socket {
  close(): void
}

export interface SocketEvents {
  readonly onConnected: () => void
  readonly onMessage: (payload: string) => void
  /** Once, when it is over for any reason. */
  readonly onClosed: () => void
}

export interface ConnectionOptions {
  /** Opens a socket with a fresh token: the old one may have ended since. */
  readonly open: (events: SocketEvents) => Promise<Socket>
  readonly onState: (state: ConnectionState) => void
  readonly onMessage: (message: PhotoMessage) => void
  /** Messages may have been missed in between. */
  readonly onReconnected: () => void
  readonly later?: (task: () => void, milliseconds: number) => void
}

const FIRST_PAUSE = 1000
const LONGEST_PAUSE = 30_000

/** Keeps a socket open, with longer and longer pauses between the tries, until it is closed. */
export function keepConnected({ open, onState, onMessage, onReconnected, later = setTimeout }: ConnectionOptions) {
  let closed = false
  let connectedBefore = false
  let pause = FIRST_PAUSE
  let socket: Socket | undefined

  function onConnected(): void {
    if (closed) return
    pause = FIRST_PAUSE
    onState("connected")
    if (connectedBefore) onReconnected()
    connectedBefore = true
  }

  function retry(): void {
    if (closed) return
    socket = undefined
    onState("lost")
    later(() => void connect(), pause)
    pause = Math.min(pause * 2, LONGEST_PAUSE)
  }

  function receive(payload: string): void {
    const message = closed ? null : parseMessage(payload)
    if (message) onMessage(message)
  }

  async function connect(): Promise<void> {
    if (closed) return
    try {
      socket = await open({ onConnected, onMessage: receive, onClosed: retry })
      if (closed) socket.close()
    } catch {
      retry()
    }
  }

  onState("connecting")
  void connect()
  return () => {
    closed = true
    socket?.close()
  }
}
