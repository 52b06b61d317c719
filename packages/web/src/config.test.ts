import { describe, expect, it } from "vitest"
import { checkedConfig, ConfigError, loadConfig } from "./config.ts"

const base = "https://photos.example/gallery/"
const given = { apiUrl: "/_apis/abc/", auth: { issuer: "https://login.example", clientId: "web", scopes: ["openid"] } }
const answer = (body: string, status = 200) => (async () => new Response(body, { status })) as typeof fetch

describe("checkedConfig", () => {
  it("makes the API's address absolute, without a slash at its end", () => {
    expect(checkedConfig(given, base).apiUrl).toBe("https://photos.example/_apis/abc")
    const elsewhere = { ...given, apiUrl: "https://api.example" }
    expect(checkedConfig(elsewhere, base).apiUrl).toBe("https://api.example")
  })

  it("takes what may be missing as not there", () => {
    expect(checkedConfig(given, base)).toMatchObject({ realtime: null, tiles: null })
  })

  it("says what is missing", () => {
    expect(() => checkedConfig({ auth: { issuer: "x" } }, base)).toThrow("config.json has no apiUrl, auth.clientId.")
    expect(() => checkedConfig(null, base)).toThrow(ConfigError)
  })
})

describe("map tiles", () => {
  const tilesOf = (tiles: unknown) => checkedConfig({ ...given, tiles }, base).tiles

  it.each([
    ["https://tiles.example/{z}/{x}/{y}.png?key=a%20b", "https://tiles.example/{z}/{x}/{y}.png?key=a%20b"],
    ["https://tiles.example/?layer={z}-{x}-{y}{ratio}", "https://tiles.example/?layer={z}-{x}-{y}{ratio}"],
    ["tiles/{z}/{x}/{y}{ratio}.png", "https://photos.example/gallery/tiles/{z}/{x}/{y}{ratio}.png"],
    ["/tiles/{z}/{x}/{y}", "https://photos.example/tiles/{z}/{x}/{y}"],
  ])("makes the address %s absolute and keeps its braces", (url, absolute) => {
    expect(tilesOf({ url, attribution: "" })).toEqual({ url: absolute, attribution: "" })
  })

  it.each([
    [{ url: "https://tiles.example/{z}/{x}/{y}" }, "config.json has no tiles.attribution."],
    [{ url: "tiles/{z}/{x}.png", attribution: "" }, "config.json's tiles.url is no template with {z}, {x} and {y}."],
    [{ attribution: "" }, "config.json's tiles.url is no template with {z}, {x} and {y}."],
    ["https://tiles.example/{z}/{x}/{y}", "config.json has no tiles.attribution."],
    [{ url: "https://[/{z}/{x}/{y}", attribution: "" }, "config.json's tiles.url is no URL."],
  ])("says what is wrong with %j", (tiles, message) => {
    expect(() => tilesOf(tiles)).toThrow(new ConfigError(message))
  })
})

describe("loadConfig", () => {
  it("reads it from beside the page", async () => {
    const asked: string[] = []
    const send: typeof fetch = async (url) => {
      asked.push(String(url))
      return Response.json(given)
    }
    expect((await loadConfig(base, send)).auth.clientId).toBe("web")
    expect(asked).toEqual(["https://photos.example/gallery/config.json"])
  })

  it.each([
    ["is not there", answer("", 404), "/gallery/config.json answered 404."],
    ["is the page itself", answer("<!doctype html>"), "/gallery/config.json is no JSON."],
    ["cannot be reached", () => Promise.reject(new TypeError("offline")), "/gallery/config.json cannot be reached."],
  ])("says when it %s", async (_, send, message) => {
    await expect(loadConfig(base, send)).rejects.toThrow(new ConfigError(message))
  })
})
