import { describe, expect, it } from "vitest"
import { authorizeUrl, browser, codeOf, form, logIn, pkce, POOL, startIdentity, token, type Tokens } from "./testing.ts"

describe("the code flow", () => {
  it("gives the state and the issuer back to the page, at any address of it", async () => {
    const of = await startIdentity()
    const by = browser()
    const redirectUri = `${of.url.replace("127.0.0.1", "localhost")}/gallery/auth/callback`
    const { url } = await by.follow(authorizeUrl(of, { redirect_uri: redirectUri }), redirectUri)
    const done = await by.follow(url, redirectUri, form({ name: "Ada" }))
    expect(Object.fromEntries(new URL(done.url).searchParams)).toEqual({
      code: expect.any(String),
      state: "somewhere",
      iss: of.issuer,
    })
  })

  it("leads to an address that the stacks allow", async () => {
    const of = await startIdentity()
    const by = browser()
    const [callback] = POOL.clients[0]!.callbackUrls
    const { url } = await by.follow(authorizeUrl(of, { redirect_uri: callback! }), callback!)
    expect((await by.follow(url, callback!, form({ name: "Ada" }))).url).toContain(`${callback}?code=`)
  })

  it("asks nobody who has logged in already", async () => {
    const of = await startIdentity()
    const by = browser()
    await logIn(of, "Ada", by)
    expect((await by.follow(authorizeUrl(of), of.page)).url).toContain("code=")
    expect((await by.follow(authorizeUrl(of, { prompt: "none" }), of.page)).url).toContain("code=")
  })

  it("takes a code once, and gives nothing more for one that was used twice", async () => {
    const of = await startIdentity()
    const { verifier, challenge } = pkce()
    const code = await codeOf(of, "Ada", challenge)
    const grant = { grant_type: "authorization_code", code, redirect_uri: of.page, code_verifier: verifier }
    const { refresh_token: refreshToken } = (await (await token(of, grant)).json()) as Tokens
    const again = await token(of, grant)
    expect([again.status, await again.json()]).toEqual([400, expect.objectContaining({ error: "invalid_grant" })])
    const refreshed = await token(of, { grant_type: "refresh_token", refresh_token: refreshToken })
    expect(await refreshed.json()).toMatchObject({ error: "invalid_grant" })
  })

  it.each([
    ["another verifier", { code_verifier: pkce().verifier }],
    ["no verifier", { code_verifier: "" }],
    ["another redirect_uri", { redirect_uri: "https://app.example/callback" }],
  ])("gives no token for %s", async (_what, changes) => {
    const of = await startIdentity()
    const { verifier, challenge } = pkce()
    const code = await codeOf(of, "Ada", challenge)
    const grant = { grant_type: "authorization_code", code, redirect_uri: of.page, code_verifier: verifier, ...changes }
    const response = await token(of, grant)
    expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ error: "invalid_grant" })])
  })

  it.each([
    ["a foreign address", "https://evil.example/"],
    ["the allowed one with a suffix", "https://app.example/callback/more"],
    ["the page's origin outside of the page", "PAGE../status"],
    ["an address that only begins like the page's", "http://127.0.0.1:1@evil.example/gallery/"],
    ["a fragment", "PAGE#here"],
  ])("shows an error instead of leading to %s", async (_what, redirectUri) => {
    const of = await startIdentity()
    const wrong = redirectUri.replace("PAGE", of.page)
    const response = await browser().ask(authorizeUrl(of, { redirect_uri: wrong }), {
      headers: { accept: "text/html" },
    })
    expect(response.status).toBe(400)
    expect(response.headers.get("location")).toBeNull()
    expect(await response.text()).toContain("redirect_uri")
  })

  it.each([
    ["a plain challenge", { code_challenge_method: "plain" }, "invalid_request"],
    ["no challenge", { code_challenge: "" }, "invalid_request"],
    ["the implicit flow", { response_type: "token" }, "unsupported_response_type"],
    ["the implicit flow of ID tokens", { response_type: "id_token", nonce: "n" }, "unsupported_response_type"],
    ["a scope that the client may not have", { scope: "openid phone" }, "invalid_scope"],
  ])("refuses %s", async (_what, changes: Record<string, string>, error) => {
    const of = await startIdentity()
    const { url } = await browser().follow(authorizeUrl(of, changes), of.page)
    const given = new URL(url.replace("#", "?")).searchParams
    expect(Object.fromEntries(given)).toMatchObject({ error, state: "somewhere" })
  })

  it("does not know a client of another pool", async () => {
    const of = await startIdentity()
    const response = await browser().ask(authorizeUrl(of, { client_id: "nobody" }))
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("client is invalid")])
  })

  it("has no token for a secret, a password or a client alone", async () => {
    const of = await startIdentity()
    for (const type of ["password", "client_credentials", "implicit"])
      expect(await (await token(of, { grant_type: type })).json()).toMatchObject({ error: "unsupported_grant_type" })
  })
})
