import http from "node:http"
import { text } from "node:stream/consumers"
import { expect, it, onTestFinished } from "vitest"
import { startGateway } from "./gateway.ts"

async function start() {
  const asked: string[] = []
  const gateway = await startGateway({
    port: 0,
    services: [],
    fallback: (request, response) => void (asked.push(request.url ?? ""), response.end("here")),
  })
  onTestFinished(() => gateway.close())
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  const { port } = new URL(gateway.url)
  const ask = (headers: Record<string, string>, method = "POST") =>
    new Promise((resolve, reject) => {
      const request = http.request({ port, host: "127.0.0.1", agent, method, headers }, (response) => {
        resolve(text(response).then((body) => [response.statusCode, body]))
      })
      request.once("error", reject).end(method === "POST" ? "a body that nobody reads" : undefined)
    })
  return { asked, ask, port }
}

it.each(["GET", "OPTIONS", "POST"])(
  "refuses a %s that names another host, and the connection goes on",
  async (method) => {
    const { asked, ask, port } = await start()
    for (const host of ["evil.example", `evil.example:${port}`, `127.0.0.1.evil.example:${port}`])
      expect(await ask({ host }, method)).toEqual([403, "Only for this machine.\n"])
    expect(asked).toEqual([])
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`])
      expect(await ask({ host }, method)).toEqual([200, "here"])
  },
)

it("refuses what a page of another origin sends, and takes what the engine's own page sends", async () => {
  const { asked, ask, port } = await start()
  const host = `127.0.0.1:${port}`
  expect(await ask({ host, origin: "https://evil.example" })).toEqual([403, expect.stringContaining("own pages")])
  expect(await ask({ host, "sec-fetch-site": "same-site" })).toEqual([403, expect.stringContaining("own pages")])
  expect(asked).toEqual([])
  expect(await ask({ host, origin: `http://${host}` })).toEqual([200, "here"])
})
