import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import http from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { siteServer } from "./site.ts"

let url: string
let server: http.Server

beforeAll(async () => {
  const parent = mkdtempSync(join(tmpdir(), "darkroom-site-"))
  const folder = join(parent, "page")
  mkdirSync(join(folder, "assets"), { recursive: true })
  writeFileSync(join(folder, "index.html"), "<title>page</title>")
  writeFileSync(join(folder, "assets/app-1a2b.js"), "export {}")
  writeFileSync(join(parent, "secret.txt"), "secret")
  const files = { "config.json": () => ({ type: "application/json", body: '{"a":1}' }) }
  const headers = { "content-security-policy": "script-src 'self'" }
  const site = siteServer({ folder, prefix: "/gallery/", files, headers, origin: () => url })
  server = http.createServer((request, response) => {
    if (!site(request, response)) response.writeHead(418).end()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

const get = (path: string, options: RequestInit = {}) => fetch(url + path, { redirect: "manual", ...options })

it("serves the page for every address that is no file, under the policy that it is given", async () => {
  for (const path of ["/gallery/", "/gallery/albums/1", "/gallery/?code=1"]) {
    const response = await get(path)
    expect(await response.text()).toContain("<title>page</title>")
    expect(response.headers.get("content-security-policy")).toBe("script-src 'self'")
  }
  expect((await get("/gallery")).headers.get("location")).toBe("/gallery/")
})

it("lets browsers keep what has a digest in its name, and nothing else", async () => {
  const script = await get("/gallery/assets/app-1a2b.js")
  expect(script.headers.get("content-type")).toContain("javascript")
  expect(script.headers.get("cache-control")).toContain("immutable")
  expect((await get("/gallery/")).headers.get("cache-control")).toBe("no-store")
})

it("serves files that are made on demand", async () => {
  expect(await (await get("/gallery/config.json")).json()).toEqual({ a: 1 })
})

it("says that a file is missing instead of sending the page for it", async () => {
  expect((await get("/gallery/assets/gone.js")).status).toBe(404)
})

it("gives nothing outside of its folder, however it is asked", async () => {
  for (const path of ["/gallery/..%2Fsecret.txt", "/gallery/%2e%2e/secret.txt", "/gallery/%2e%2e%2fsecret.txt"]) {
    const response = await get(path)
    expect(await response.text()).not.toContain("secret\n")
    expect([404, 418]).toContain(response.status)
  }
})

it("takes nothing but GET, and leaves other addresses to others", async () => {
  expect((await get("/gallery/", { method: "POST" })).status).toBe(405)
  expect((await get("/other")).status).toBe(418)
})

it("sends who came by another name of this machine to its own origin", async () => {
  expect((await get("/gallery/albums?a=1")).status).toBe(200)
  const other = await fetch(`${url.replace("127.0.0.1", "localhost")}/gallery/albums?a=1`, { redirect: "manual" })
  expect([other.status, other.headers.get("location")]).toEqual([308, `${url}/gallery/albums?a=1`])
})
