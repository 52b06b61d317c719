import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "vitest"
import { authorizeUrl, browser, logIn, POOL, startIdentity, token, type Tokens } from "./testing.ts"

const UUID_5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe("tokens", () => {
  it("are JWTs whose access token is like Cognito's", async () => {
    const of = await startIdentity()
    const { access_token: accessToken, ...rest } = await logIn(of, "Ada")
    const { payload, protectedHeader } = await jwtVerify(
      accessToken,
      createLocalJWKSet(of.identity.issuerOf(POOL.poolId)!.keys),
    )
    expect(protectedHeader).toEqual({ alg: "RS256", kid: expect.any(String) })
    expect(payload).toEqual({
      token_use: "access",
      version: 2,
      username: "ada",
      client_id: "webclient",
      scope: "openid profile email",
      sub: expect.stringMatching(UUID_5),
      iss: of.issuer,
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: payload.iat! + 3600,
    })
    expect(rest).toMatchObject({ token_type: "Bearer", expires_in: 3600, scope: "openid profile email" })
    expect(of.errors).toEqual([])
  })

  it("say in the ID token who somebody is", async () => {
    const of = await startIdentity()
    const { access_token: accessToken, id_token: idToken } = await logIn(of, "Ada Lovelace")
    expect(decodeJwt(idToken)).toMatchObject({
      token_use: "id",
      aud: "webclient",
      iss: of.issuer,
      sub: decodeJwt(accessToken).sub,
      "cognito:username": "ada lovelace",
      name: "Ada Lovelace",
      preferred_username: "Ada Lovelace",
      email: "ada.lovelace@example.com",
      email_verified: true,
    })
    expect(decodeProtectedHeader(idToken)).toMatchObject({ alg: "RS256" })
  })

  it("say which groups somebody is in, by the beginning of the name", async () => {
    const of = await startIdentity()
    const { access_token: accessToken, id_token: idToken } = await logIn(of, "Operators of the night")
    expect(decodeJwt(accessToken)).toMatchObject({ "cognito:groups": ["operators"] })
    expect(decodeJwt(idToken)).toMatchObject({ "cognito:groups": ["operators"] })
    expect(decodeJwt((await logIn(of, "The operators")).access_token)).not.toHaveProperty("cognito:groups")
  })

  it("have the same subject for the same name, whatever its case, and another one for another", async () => {
    const of = await startIdentity()
    const [one, same, other] = [await logIn(of, "Ada"), await logIn(of, " ADA "), await logIn(of, "Grace")]
    const subOf = (tokens: Tokens) => decodeJwt(tokens.access_token).sub
    expect(subOf(same)).toBe(subOf(one))
    expect(subOf(other)).not.toBe(subOf(one))
  })
})

describe("refresh tokens", () => {
  const refresh = (of: Awaited<ReturnType<typeof startIdentity>>, refreshToken: string) =>
    token(of, { grant_type: "refresh_token", refresh_token: refreshToken })

  it("are rotated, and all end when one is used a second time", async () => {
    const of = await startIdentity()
    const first = await logIn(of, "Ada")
    const second = (await (await refresh(of, first.refresh_token)).json()) as Tokens
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect(decodeJwt(second.access_token)).toMatchObject({
      ...decodeJwt(first.access_token),
      jti: expect.not.stringMatching(decodeJwt(first.access_token).jti!),
      iat: expect.any(Number),
      exp: expect.any(Number),
    })
    expect(decodeJwt(second.id_token)).toMatchObject({ token_use: "id", name: "Ada" })
    expect((await refresh(of, first.refresh_token)).status).toBe(400)
    expect((await refresh(of, second.refresh_token)).status).toBe(400)
  })

  it("can be revoked, and take the others with them", async () => {
    const of = await startIdentity()
    const { refresh_token: refreshToken } = await logIn(of, "Ada")
    const body = new URLSearchParams({ client_id: "webclient", token: refreshToken })
    expect((await fetch(`${of.issuer}/oauth2/revoke`, { method: "POST", body })).status).toBe(200)
    expect((await refresh(of, refreshToken)).status).toBe(400)
  })

  it("outlive a restart of the engine, as keys and logins do", async () => {
    const store = new DatabaseSync(":memory:")
    const before = await startIdentity(store)
    const by = browser()
    const { access_token: accessToken, refresh_token: refreshToken } = await logIn(before, "Ada", by)
    await before.close()
    // At another port, of which cookies know nothing.
    const after = await startIdentity(store)
    expect((await by.follow(authorizeUrl(after), after.page)).url).toContain("code=")
    const keys = after.identity.issuerOf(POOL.poolId)!.keys
    await expect(jwtVerify(accessToken, createLocalJWKSet(keys))).resolves.toBeDefined()
    const fresh = (await (await refresh(after, refreshToken)).json()) as Tokens
    expect(decodeJwt(fresh.access_token).sub).toBe(decodeJwt(accessToken).sub)
  })
})
