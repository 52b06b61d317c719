import type { JSONWebKeySet } from "jose"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it, vi } from "vitest"
import { authorizeUrl, browser, logIn, POOL, startIdentity, token } from "./testing.ts"

const json = async (url: string) => (await (await fetch(url)).json()) as Record<string, unknown>

describe("the provider", () => {
  it("describes itself beneath its path", async () => {
    const of = await startIdentity()
    const document = await json(`${of.issuer}/.well-known/openid-configuration`)
    expect(document).toMatchObject({
      issuer: of.issuer,
      authorization_endpoint: `${of.issuer}/oauth2/authorize`,
      token_endpoint: `${of.issuer}/oauth2/token`,
      revocation_endpoint: `${of.issuer}/oauth2/revoke`,
      end_session_endpoint: `${of.issuer}/session/end`,
      jwks_uri: `${of.issuer}/.well-known/jwks.json`,
      response_types_supported: ["code"],
      grant_types_supported: ["authorization_code", "refresh_token"],
      code_challenge_methods_supported: ["S256"],
      token_endpoint_auth_methods_supported: ["none"],
      scopes_supported: ["openid", "profile", "email", "phone"],
    })
    expect(document).not.toHaveProperty("userinfo_endpoint")
    const keys = (await json(String(document["jwks_uri"]))) as unknown as JSONWebKeySet
    expect(keys).toEqual(of.identity.issuerOf(POOL.poolId)!.keys)
    expect(JSON.stringify(keys)).not.toMatch(/"(d|p|q|dp|dq|qi)"/)
  })

  it("is known by its pool's id and by its issuer on AWS", async () => {
    const { identity, issuer } = await startIdentity()
    expect(identity.issuerOf(POOL.poolId)).toMatchObject({ url: issuer })
    expect(identity.issuerOf(POOL.issuer)).toBe(identity.issuerOf(POOL.poolId))
    expect(identity.issuerOf("us-east-1_Other")).toBeUndefined()
  })

  it("gives tokens to the page's own scripts, and to those of no other site", async () => {
    const of = await startIdentity()
    const asked = { grant_type: "refresh_token", refresh_token: "none" }
    for (const origin of [of.url, of.url.replace("127.0.0.1", "localhost"), "https://app.example"]) {
      const response = await token(of, asked, { origin })
      expect(response.headers.get("access-control-allow-origin")).toBe(origin)
      expect(await response.json()).toMatchObject({ error: "invalid_grant" })
    }
    const refused = await token(of, asked, { origin: "https://evil.example" })
    expect(refused.headers.get("access-control-allow-origin")).toBeNull()
    expect(await refused.json()).toMatchObject({ error: "invalid_request" })
  })

  it("lets a script ask first", async () => {
    const of = await startIdentity()
    const headers = { origin: of.url, "access-control-request-method": "POST" }
    const response = await fetch(`${of.issuer}/oauth2/token`, { method: "OPTIONS", headers })
    expect(response.status).toBe(204)
    expect(response.headers.get("access-control-allow-origin")).toBe(of.url)
  })

  it("leaves other paths to others", async () => {
    const of = await startIdentity()
    const statuses = ["/", "/_users/", "/_users/us-east-1_Other/logout", "/_usersus-east-1_Users"].map(
      async (path) => (await fetch(of.url + path)).status,
    )
    expect(await Promise.all(statuses)).toEqual([418, 418, 418, 418])
  })

  it("prints no notices", async () => {
    const printed = (["info", "warn", "log", "error"] as const).map((name) => vi.spyOn(console, name))
    const of = await startIdentity()
    const by = browser()
    const { refresh_token: refreshToken } = await logIn(of, "Ada", by)
    await token(of, { grant_type: "refresh_token", refresh_token: refreshToken }, { origin: of.url })
    await by.ask(`${of.issuer}/session/end`)
    await by.ask(authorizeUrl(of, { redirect_uri: "https://evil.example/" }))
    for (const spy of printed) expect(spy).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })

  it("forgets what has expired", async () => {
    const store = new DatabaseSync(":memory:")
    const of = await startIdentity(store)
    await logIn(of, "Ada")
    const count = () => Number(store.prepare("SELECT count(*) AS n FROM identity_models").get()?.["n"])
    expect(count()).toBeGreaterThan(2)
    store.exec("UPDATE identity_models SET expires = 1")
    await startIdentity(store)
    expect(count()).toBe(0)
  })
})
