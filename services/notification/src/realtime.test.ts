import http from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from "vitest"
import { defaultDeps } from "./deps.ts"
import type { PhotoMessage } from "./photo-message.ts"
import { realtime } from "./realtime.ts"

const message: PhotoMessage = {
  type: "photo",
  photoId: "one",
  status: "processed",
  event: "ImageProcessed",
  time: "2026-11-21T09:30:00.000Z",
}

const app = { name: "darkroom", stage: "dev" }

beforeEach(() => {
  for (const [name, value] of [
    ["AWS_REGION", "us-east-1"],
    ["AWS_ACCESS_KEY_ID", "Notification"],
    ["AWS_SECRET_ACCESS_KEY", "local"],
    ["AWS_MAX_ATTEMPTS", "1"],
  ] as const)
    vi.stubEnv(name, value)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

interface Request {
  readonly url: string | undefined
  readonly body: string
  readonly authorization: string | undefined
}

/** Takes whatever is sent to it. */
async function endpoint() {
  const requests: Request[] = []
  async function take(request: http.IncomingMessage, response: http.ServerResponse) {
    requests.push({ url: request.url, body: await text(request), authorization: request.headers.authorization })
    response.writeHead(200, { "content-type": "application/json" }).end("{}")
  }
  const server = http.createServer((request, response) => void take(request, response))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

it("publishes to the owner's topic, at the environment's endpoint rather than the link's", async () => {
  const { requests, url } = await endpoint()
  vi.stubEnv("AWS_ENDPOINT_URL", url)
  await realtime({ endpoint: "iot.invalid" }, app)("ada", message)
  expect(requests).toEqual([
    {
      url: "/topics/darkroom%2Fdev%2Fusers%2Fada?qos=1",
      body: JSON.stringify(message),
      authorization: expect.stringContaining("/iotdata/aws4_request"),
    },
  ])
})

it("publishes at the link's endpoint on AWS", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL", undefined)
  await expect(realtime({ endpoint: "iot.invalid" }, app)("ada", message)).rejects.toThrow("iot.invalid")
})

it("does nothing where the stacks link no realtime", async () => {
  const { requests, url } = await endpoint()
  vi.stubEnv("AWS_ENDPOINT_URL", url)
  await defaultDeps().tellOwner("ada", message)
  expect(requests).toEqual([])
})
