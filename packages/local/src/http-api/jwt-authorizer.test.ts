import { createHmac } from "node:crypto"
import { decodeJwt } from "jose"
import { describe, expect, it } from "vitest"
import { manualClock } from "../clock.ts"
import type { ApiRouteNode } from "../graph.ts"
import { logIn, POOL, startIdentity } from "../identity/testing.ts"
import { ARN, ISSUER, startApi, testIssuer } from "./testing.ts"

type Claims = Record<string, unknown>

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")

const route = (changes: Partial<ApiRouteNode> = {}): ApiRouteNode => ({
  routeKey: "GET /me",
  functionArn: ARN,
  authorizer: { issuer: ISSUER, audiences: ["web", "other"] },
  ...changes,
})

async function startProtected(changes: Partial<ApiRouteNode> = {}) {
  const clock = manualClock(Date.now())
  const signer = testIssuer(clock.now)
  const issuers = (issuer: string) => (issuer === ISSUER ? signer.issuer : undefined)
  const api = await startApi({ routes: [route(changes), "GET /open"], issuers, clock })
  return {
    ...api,
    ...signer,
    ask: async (authorization?: string) => {
      const response = await fetch(`${api.url}/me`, { headers: authorization === undefined ? {} : { authorization } })
      const challenge = response.headers.get("www-authenticate")
      return { status: response.status, body: await response.text(), challenge }
    },
  }
}

const unauthorized = (description: unknown) => ({
  status: 401,
  body: `{"message":"Unauthorized"}`,
  challenge: expect.stringMatching(
    `^Bearer scope="" error="invalid_token" error_description="${String(description)}"$`,
  ),
})

describe("a token", () => {
  it.each(["Bearer ", "bearer ", ""])("is accepted after %j", async (before) => {
    const { ask, sign } = await startProtected()
    expect(await ask(before + (await sign()))).toMatchObject({ status: 200, body: "done" })
  })

  it.each([undefined, "", "Bearer", "Bearer "])("is missed in %j", async (authorization) => {
    const { ask, events } = await startProtected()
    const expected = { status: 401, body: `{"message":"Unauthorized"}` }
    expect(await ask(authorization)).toMatchObject(expected)
    expect(events).toEqual([])
  })

  it("asks for one when there is none", async () => {
    const { ask } = await startProtected()
    expect((await ask()).challenge).toBe("Bearer")
  })

  it("is not needed by a route without an authorizer", async () => {
    const { url, events } = await startProtected()
    expect((await fetch(`${url}/open`)).status).toBe(200)
    expect(events[0]?.requestContext).not.toHaveProperty("authorizer")
  })

  it.each(["garbage", "a.b.c", "Basic YTpi"])("is refused that is %j", async (garbage) => {
    const { ask } = await startProtected()
    expect(await ask(`Bearer ${garbage}`)).toEqual(unauthorized("the token is not a valid JSON Web Token"))
  })

  const second = (offset: number) => Math.floor(Date.now() / 1000) + offset
  it.each<[string, Claims, string]>([
    ["has expired", { exp: second(-10) }, "the token has expired"],
    ["never expires", { exp: undefined }, "the token has an invalid exp"],
    ["is not valid yet", { nbf: second(60) }, "the token has an invalid nbf"],
    ["comes from the future", { iat: second(60) }, "the token was issued in the future"],
    ["has another issuer", { iss: ISSUER }, "the token has an invalid iss"],
    ["has no issuer", { iss: undefined }, "the token has an invalid iss"],
    ["is for another client", { client_id: "evil" }, "the token does not have a valid audience"],
    ["is for nobody", { client_id: undefined }, "the token does not have a valid audience"],
    ["has another audience, whatever its client", { aud: "evil" }, "the token does not have a valid audience"],
  ])("is refused that %s", async (_what, claims, description) => {
    const { ask, sign } = await startProtected()
    expect(await ask(`Bearer ${await sign(claims)}`)).toEqual(unauthorized(description))
  })

  it("expires while time goes on", async () => {
    const { ask, sign, clock } = await startProtected()
    const token = await sign()
    clock.advance(3_500_000)
    expect((await ask(token)).status).toBe(200)
    clock.advance(200_000)
    expect((await ask(token)).status).toBe(401)
  })

  it.each<[string, Claims]>([
    ["its audience", { aud: "other", client_id: undefined }],
    ["one of its audiences", { aud: ["elsewhere", "web"], client_id: "evil" }],
  ])("is accepted for %s", async (_what, claims) => {
    const { ask, sign } = await startProtected()
    expect((await ask(await sign(claims))).status).toBe(200)
  })

  it.each([
    ["another key's", undefined, "the token has an invalid signature"],
    ["an unknown key's", "two", "no key of the issuer matches the token's kid"],
  ])("is refused with %s signature", async (_what, kid, description) => {
    const { ask, clock, issuer } = await startProtected()
    const forged = await testIssuer(clock.now).sign({ iss: issuer.url }, kid ? { kid } : {})
    expect(await ask(forged)).toEqual(unauthorized(description))
  })

  it("is refused without a kid", async () => {
    const { ask, sign } = await startProtected()
    expect(await ask(await sign({}, { kid: undefined as unknown as string }))).toEqual(
      unauthorized("the token has no kid"),
    )
  })

  it("is refused that was changed", async () => {
    const { ask, sign } = await startProtected()
    const [header, , signature] = (await sign()).split(".")
    const payload = base64url({ ...decodeJwt(await sign()), sub: "eve" })
    expect(await ask([header, payload, signature].join("."))).toEqual(
      unauthorized("the token has an invalid signature"),
    )
  })

  it.each(["none", "None", "NONE"])("is refused with the algorithm %s", async (alg) => {
    const { ask, sign } = await startProtected()
    const payload = (await sign()).split(".")[1]
    for (const signature of ["", "c2lnbmVk"])
      expect(await ask(`${base64url({ alg, kid: "one" })}.${payload}.${signature}`)).toMatchObject({ status: 401 })
  })

  it.each(["pem", "jwk"] as const)("is refused with HS256 and the public key's %s as the secret", async (format) => {
    const { ask, sign, publicKey, issuer } = await startProtected()
    const secret =
      format === "pem" ? publicKey.export({ type: "spki", format }).toString() : JSON.stringify(issuer.keys.keys[0])
    const signed = `${base64url({ alg: "HS256", kid: "one" })}.${(await sign()).split(".")[1]}`
    const signature = createHmac("sha256", secret).update(signed).digest("base64url")
    expect(await ask(`${signed}.${signature}`)).toEqual(unauthorized("the token's signing method is invalid"))
  })

  it("is refused with an RSA algorithm that AWS does not take", async () => {
    const { ask, sign } = await startProtected()
    expect((await ask(await sign({}, { alg: "RS512" }))).status).toBe(200)
    expect((await ask(await sign({}, { alg: "PS256" }))).status).toBe(401)
  })

  it("is refused where nobody knows the issuer", async () => {
    const authorizer = { issuer: "https://elsewhere.example", audiences: ["web"] }
    const { ask, sign } = await startProtected({ authorizer })
    expect(await ask(await sign())).toEqual(unauthorized("OIDC discovery endpoint communication error"))
  })
})

describe("scopes", () => {
  it.each<[string, Claims, string[]]>([
    ["one of the route's", { scope: "openid email" }, ["email"]],
    ["scp as a list", { scope: undefined, scp: ["photos/read", "x"] }, ["photos/read"]],
  ])("are enough with %s", async (_what, claims, scopes) => {
    const { ask, sign, events } = await startProtected({ scopes: ["email", "photos/read"] })
    expect((await ask(await sign(claims))).status).toBe(200)
    expect(events[0]?.requestContext.authorizer?.jwt.scopes).toEqual(scopes)
  })

  it.each<Claims>([{ scope: "openid" }, { scope: undefined }, { scope: "emails" }])(
    "are not with %j",
    async (claims) => {
      const { ask, sign, events } = await startProtected({ scopes: ["email", "photos/read"] })
      const { status, body, challenge } = await ask(await sign(claims))
      expect([status, body]).toEqual([403, `{"message":"Forbidden"}`])
      expect(challenge).toContain(`Bearer scope="email photos/read" error="insufficient_scope"`)
      expect(events).toEqual([])
    },
  )
})

it("hands all claims on as texts", async () => {
  const { ask, sign, events } = await startProtected()
  const token = await sign({ "cognito:groups": ["a", "b"], verified: true, nested: { b: 1, a: "x" } })
  await ask(token)
  const { iat, exp } = decodeJwt(token)
  expect(events[0]?.requestContext.authorizer?.jwt).toEqual({
    claims: {
      sub: "ada",
      iss: expect.any(String),
      client_id: "web",
      scope: "openid email",
      iat: String(iat),
      exp: String(exp),
      "cognito:groups": "[a b]",
      verified: "true",
      nested: "map[a:x b:1]",
    },
    scopes: null,
  })
})

describe("a user pool's tokens", () => {
  async function startPhotos() {
    const pool = await startIdentity()
    const authorizer = { issuer: POOL.issuer, audiences: ["webclient"] }
    const api = await startApi({
      routes: [route({ authorizer })],
      // It stands still, and the pool's goes on: tokens must not seem to be of the future.
      clock: manualClock(Date.now() + 60_000),
      issuers: pool.identity.issuerOf,
      handler: (event) => event.requestContext.authorizer?.jwt.claims,
    })
    const ask = (token: string) => fetch(`${api.url}/me`, { headers: { authorization: `Bearer ${token}` } })
    return { pool, ask }
  }

  it("let their owner in", async () => {
    const { pool, ask } = await startPhotos()
    const { access_token: token } = await logIn(pool, "Ada")
    const response = await ask(token)
    const { sub, username, token_use: use } = decodeJwt(token)
    expect([response.status, await response.json()]).toEqual([
      200,
      expect.objectContaining({ sub, username, token_use: use, client_id: "webclient" }),
    ])
  })

  it("let ID tokens in too, as on AWS: it is for the service to refuse them by their token_use", async () => {
    const { pool, ask } = await startPhotos()
    const response = await ask((await logIn(pool, "Ada")).id_token)
    expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ token_use: "id" })])
  })

  it("are no use elsewhere", async () => {
    const { ask } = await startPhotos()
    const other = await startIdentity()
    expect((await ask((await logIn(other, "Ada")).access_token)).status).toBe(401)
  })
})
