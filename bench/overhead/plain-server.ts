import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs"
import http from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"

export interface PlainServer {
  readonly url: string
  close(): Promise<void>
}

/** What S3 is compared with: Node's own http server and a file, PUT writes it and GET reads it. */
export async function startPlainServer(): Promise<PlainServer> {
  const folder = mkdtempSync(join(tmpdir(), "darkroom-bench-"))
  const file = join(folder, "object")
  const answer = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    if (request.method === "PUT") {
      await pipeline(request, createWriteStream(file))
      response.end()
    } else await pipeline(createReadStream(file), response)
  }
  const server = http.createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/object`,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
