import { decodeJwt } from "jose"
import { describe, expect, it } from "vitest"
import { authorizeUrl, browser, form, logIn, POOL, startIdentity } from "./testing.ts"

describe("the login page", () => {
  async function openLogin(changes: Record<string, string> = {}) {
    const of = await startIdentity()
    const by = browser()
    const { url, response } = await by.follow(authorizeUrl(of, changes), of.page)
    return { of, by, url, response, html: await response.text() }
  }

  it("is plain HTML that may run and load nothing", async () => {
    const { of, url, response, html } = await openLogin({ redirect_uri: "https://app.example/callback" })
    expect(url).toMatch(`${of.issuer}/login/`)
    const policy = response.headers.get("content-security-policy")
    expect(policy).toContain("default-src 'none'; style-src 'sha256-")
    expect(policy).toContain("form-action 'self' https://app.example;")
    expect(policy).not.toContain("unsafe")
    expect(html).not.toMatch(/<script|style=|onclick|href=|src=/)
    expect(html).toContain("stands in for the user pool's managed login")
    expect(html).toContain(`<label for="name">`)
    expect(html).toContain(`<html lang="en">`)
    expect(html).toContain("belongs to it: <b>operators</b> and <b>editors</b>.")
    expect(html).toContain("color-scheme: light dark")
  })

  it("remembers names, the last first, as buttons", async () => {
    const of = await startIdentity()
    for (const name of ["Ada", "Grace", "ADA"]) await logIn(of, name)
    const { response } = await browser().follow(authorizeUrl(of), of.page)
    const names = (await response.text()).matchAll(/<button name="name" value="([^"]+)">/g)
    expect([...names].map(([, name]) => name)).toEqual(["ADA", "Grace"])
  })

  it("fills in the name that the app suggests, as text", async () => {
    const { html } = await openLogin({ login_hint: `"><script>alert(1)</script>` })
    expect(html).toContain(`value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"`)
  })

  it.each(["", "   ", "a".repeat(65), "a\u0000b"])("does not take %j for a name", async (name) => {
    const { of, by, url } = await openLogin()
    const { response } = await by.follow(url, of.page, form({ name }))
    expect(response.status).toBe(400)
    expect(await response.text()).toContain("A name has 1 to 64 characters.")
  })

  it("takes a name of 64 characters in any script", async () => {
    const of = await startIdentity()
    const name = "Ж".repeat(64)
    expect(decodeJwt((await logIn(of, name)).id_token)["name"]).toBe(name)
  })

  it("lets somebody else in when the app asks for a new login", async () => {
    const of = await startIdentity()
    const by = browser()
    await logIn(of, "Ada", by)
    const { url } = await by.follow(authorizeUrl(of, { prompt: "login" }), of.page)
    const { response } = await by.follow(url, of.page, form({ name: "Grace" }))
    // First the other one is logged out, by a form that sends itself.
    const html = await response.text()
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? ""
    const action = /action="([^"]+)"/.exec(html)?.[1] ?? ""
    expect((await by.follow(action, of.page, form({ xsrf, logout: "yes" }))).url).toContain("code=")
    expect(decodeJwt((await logIn(of, "Grace")).id_token)["name"]).toBe("Grace")
  })

  it("says so when the login was not begun in this browser", async () => {
    const { url } = await openLogin()
    for (const init of [{}, form({ name: "Eve" })]) {
      const response = await browser().ask(url, init)
      expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("has expired")])
    }
  })
})

describe("logout", () => {
  it.each(["PAGE", "https://app.example/bye"])("ends the session and leads to %s", async (uri) => {
    const of = await startIdentity()
    const by = browser()
    await logIn(of, "Ada", by)
    const logoutUri = uri.replace("PAGE", of.page)
    const query = new URLSearchParams({ client_id: "webclient", logout_uri: logoutUri })
    const response = await by.ask(`${of.issuer}/logout?${query.toString()}`)
    expect([response.status, response.headers.get("location")]).toEqual([302, logoutUri])
    expect((await by.follow(authorizeUrl(of), of.page)).url).toContain("/login/")
  })

  it("leads to the next login when asked for one", async () => {
    const of = await startIdentity()
    const by = browser()
    await logIn(of, "Ada", by)
    const query = authorizeUrl(of).split("?")[1]
    expect((await by.follow(`${of.issuer}/logout?${query}`, of.page)).url).toContain("/login/")
  })

  it.each([
    { client_id: "webclient", logout_uri: "https://evil.example/" },
    { client_id: "nobody", logout_uri: "https://app.example/bye" },
    { client_id: "webclient", redirect_uri: "https://evil.example/" },
    { client_id: "webclient" },
    {},
  ])("leads nowhere for %j, and ends nothing", async (query) => {
    const of = await startIdentity()
    const by = browser()
    await logIn(of, "Ada", by)
    const response = await by.ask(
      `${of.issuer}/logout?${new URLSearchParams(query as Record<string, string>).toString()}`,
    )
    expect([response.status, response.headers.get("location")]).toEqual([400, null])
    expect((await by.follow(authorizeUrl(of), of.page)).url).toContain("code=")
  })

  it("is OpenID Connect's too, after a question", async () => {
    const of = await startIdentity()
    const by = browser()
    const { id_token: hint } = await logIn(of, "Ada", by)
    const query = new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: of.page, state: "s" })
    const asked = await by.ask(`${of.issuer}/session/end?${query.toString()}`)
    const html = await asked.text()
    expect(asked.headers.get("content-security-policy")).toContain("default-src 'none'")
    const action = /action="([^"]+)"/.exec(html)?.[1] ?? ""
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? ""
    const done = await by.follow(action, of.page, form({ xsrf, logout: "yes" }))
    expect(done.url).toBe(`${of.page}?state=s`)
    expect((await by.follow(authorizeUrl(of), of.page)).url).toContain("/login/")
  })
})

it("shows no login page to a client without a branding style, as managed login does", async () => {
  const [client] = POOL.clients
  const of = await startIdentity(undefined, { ...POOL, clients: [{ ...client!, withoutStyle: true }] })
  const query = new URLSearchParams({ client_id: client!.clientId, response_type: "code", redirect_uri: of.page })
  const response = await fetch(`${of.issuer}/oauth2/authorize?${query}`)
  expect([response.status, await response.text()]).toEqual([403, expect.stringContaining("ManagedLoginBranding")])
})
