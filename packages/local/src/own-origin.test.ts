import { describe, expect, it } from "vitest"
import { refusalOf } from "./own-origin.ts"

const HOST = "127.0.0.1:4900"
const asked = (headers: Record<string, string>, method = "GET", isAllowed = false) =>
  refusalOf({ method, headers: { host: HOST, ...headers }, socket: { localAddress: "127.0.0.1" } }, () => isAllowed)

const elsewhere = "Only for the engine's own pages, and for the origins that the app's CORS rules name."
const navigation = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" }

describe("a request is taken", () => {
  it.each<[string, Record<string, string>, string]>([
    ["of a client that is no browser", {}, "POST"],
    ["of the engine's own page", { origin: `http://${HOST}`, "sec-fetch-site": "same-origin" }, "POST"],
    ["of the engine's own page by its other name", { host: "localhost:4900", origin: "http://localhost:4900" }, "POST"],
    [
      "of a form of the login page, which sends no referrer",
      { origin: "null", "sec-fetch-site": "same-origin" },
      "POST",
    ],
    ["that a person typed", { "sec-fetch-site": "none" }, "GET"],
    ["of a link on another page", navigation, "GET"],
  ])("%s", (_, headers, method) => expect(asked(headers, method)).toBeUndefined())

  it("of another origin that the app's CORS rules name", () => {
    expect(asked({ origin: "http://localhost:3000", "sec-fetch-site": "cross-site" }, "POST", true)).toBeUndefined()
  })
})

describe("a request is refused", () => {
  it.each<[string, Record<string, string>, string]>([
    ["of another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }, "POST"],
    ["of another port of this machine", { origin: "http://127.0.0.1:8000", "sec-fetch-site": "same-site" }, "POST"],
    ["of a page without an origin of its own", { origin: "null" }, "POST"],
    ["of a browser that tells the origin alone", { origin: "https://evil.example" }, "POST"],
    ["for a script that another page loads", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }, "GET"],
    ["of a form that another page sends", { ...navigation, origin: "https://evil.example" }, "POST"],
    ["for a frame of another page", { ...navigation, "sec-fetch-dest": "iframe" }, "GET"],
  ])("%s", (_, headers, method) => expect(asked(headers, method)).toBe(elsewhere))

  it("that names another host, whatever the app's rules allow", () => {
    expect(asked({ host: "evil.example:4900" }, "GET", true)).toBe("Only for this machine.")
  })
})
