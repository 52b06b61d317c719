import http from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { Webhook } from "standardwebhooks"

export const SECRET = `whsec_${btoa("a secret for tests, of enough bytes")}`

export interface Received {
  readonly headers: Record<string, string>
  readonly body: string
}

/** What the receiver answers; a status alone, or more of it. */
export type Reply = number | ((response: http.ServerResponse) => void)

/** A receiver on this machine that keeps what it gets and verifies it as any other would. */
export async function startReceiver(reply: Reply = 204) {
  const received: Received[] = []
  const replies = { next: reply }
  async function take(request: http.IncomingMessage, response: http.ServerResponse) {
    received.push({ headers: request.headers as Record<string, string>, body: await text(request) })
    if (typeof replies.next === "function") replies.next(response)
    else response.writeHead(replies.next).end()
  }
  const server = http.createServer((request, response) => void take(request, response))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    answers: (next: Reply) => void (replies.next = next),
    /** The payload. Throws where the signature is not that of the secret. */
    verified: ({ headers, body }: Received, secret = SECRET) => new Webhook(secret).verify(body, headers),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
