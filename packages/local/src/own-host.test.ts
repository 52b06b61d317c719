import http from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { describe, expect, it, onTestFinished } from "vitest"
import { isOwnHost, refusesHost } from "./own-host.ts"

const asked = (host: string | undefined, localAddress: string | undefined = "127.0.0.1") =>
  isOwnHost({ headers: host === undefined ? {} : { host }, socket: { localAddress } })

describe("a host", () => {
  it.each(["localhost", "localhost:4900", "LocalHost:80", "127.0.0.1", "127.0.0.1:4900", "[::1]", "[::1]:4900"])(
    "is this machine's own: %s",
    (host) => expect(asked(host)).toBe(true),
  )

  it.each([
    undefined,
    "",
    "evil.example",
    "evil.example:4900",
    "localhost.evil.example",
    "127.0.0.1.evil.example:4900",
    "evil.example:4900/localhost",
    "localhost@evil.example",
    "localhost:4900@evil.example",
    "localhost:4900:4900",
    "localhost:",
    "localhost, evil.example",
    " localhost",
    "localhost.",
    "127.0.0.2",
    "10.0.0.5:4900",
    "0.0.0.0:4900",
    "[::1",
    "::1",
    "[::2]",
    ":4900",
  ])("is another's: %j", (host) => expect(asked(host)).toBe(false))

  it.each([
    ["10.0.0.5", "10.0.0.5:4900"],
    ["::ffff:10.0.0.5", "10.0.0.5"],
    ["fd00::5", "[FD00::5]:4900"],
  ])("is own that is the address at which the request arrived: %s", (address, host) => {
    expect(asked(host, address)).toBe(true)
    expect(asked(host)).toBe(false)
  })

  it("is nobody's where the connection is gone", () => {
    expect(isOwnHost({ headers: { host: "" }, socket: {} })).toBe(false)
  })
})

it("refuses what names another host, in plain words, and the connection goes on", async () => {
  const server = http.createServer((request, response) => {
    if (!refusesHost(request, response, { "x-own": "1" })) response.end("here")
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(async () => {
    agent.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  const ask = (host: string) =>
    new Promise((resolve, reject) => {
      const options = { port, host: "127.0.0.1", agent, method: "POST", headers: { host } }
      const request = http.request(options, (response) => {
        const { statusCode, headers } = response
        resolve(text(response).then((body) => [statusCode, headers["content-type"], headers["x-own"], body]))
      })
      request.once("error", reject).end("a body that nobody reads")
    })
  expect(await ask("evil.example")).toEqual([403, "text/plain; charset=utf-8", "1", "Only for this machine.\n"])
  expect(await ask(`localhost:${port}`)).toEqual([200, undefined, undefined, "here"])
})
