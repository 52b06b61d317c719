import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { json } from "node:stream/consumers"

export interface StubBus {
  readonly url: string
  /** Entries taken so far. */
  taken(): number
  close(): void
}

/** Takes PutEvents over loopback and answers as EventBridge does; what it is told, it forgets. */
export async function startStubBus(): Promise<StubBus> {
  let taken = 0
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { Entries = [] } = (await json(request)) as { Entries?: object[] }
    taken += Entries.length
    response.setHeader("content-type", "application/x-amz-json-1.1")
    response.end(JSON.stringify({ FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: "1" })) }))
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    taken: () => taken,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
