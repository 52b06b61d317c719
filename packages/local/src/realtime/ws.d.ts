// ws has no types of its own; this is what the broker uses of it.
declare module "ws" {
  import type { EventEmitter } from "node:events"
  import type { IncomingMessage } from "node:http"
  import type { Duplex } from "node:stream"

  export class WebSocket extends EventEmitter {
    static readonly OPEN: number
    readonly readyState: number
    binaryType: string
    send(data: Uint8Array, done?: (error?: Error) => void): void
    pause(): void
    resume(): void
    close(code?: number): void
    terminate(): void
  }

  export class WebSocketServer {
    readonly clients: ReadonlySet<WebSocket>
    constructor(options: {
      noServer: true
      maxPayload?: number
      handleProtocols?: (offered: Set<string>) => string | false
    })
    handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      done: (socket: WebSocket, request: IncomingMessage) => void,
    ): void
    close(): void
  }
}
