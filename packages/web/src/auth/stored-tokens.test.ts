import { InMemoryWebStorage, User, UserManager, WebStorageStateStore } from "oidc-client-ts"
import { describe, expect, it } from "vitest"
import { seemsSignedIn, storedTokens } from "./stored-tokens.ts"

const auth = { issuer: "https://login.example/pool/", clientId: "web", scopes: ["openid"] }
const NOW = 1_800_000_000_000

/** A tab's storage in which the library has stored a user. */
async function stored(user: Partial<User> = {}): Promise<() => Storage> {
  const storage = new InMemoryWebStorage()
  const manager = new UserManager({
    authority: auth.issuer,
    client_id: auth.clientId,
    redirect_uri: "https://photos.example/callback",
    userStore: new WebStorageStateStore({ store: storage }),
    stateStore: new WebStorageStateStore({ store: storage }),
  })
  const profile = { sub: "ada-1", iss: auth.issuer, aud: "web", exp: 0, iat: 0, name: "Ada" }
  const given = { access_token: "token", token_type: "Bearer", profile, expires_at: NOW / 1000 + 60, ...user }
  await manager.storeUser(new User(given))
  return () => storage
}

describe("storedTokens", () => {
  it("reads what the library has stored", async () => {
    expect(storedTokens({ auth }, await stored(), NOW)).toEqual({
      user: { userId: "ada-1", name: "Ada" },
      accessToken: "token",
      expiresAt: NOW + 60_000,
    })
  })

  it("knows an operator by the groups of the user pool", async () => {
    const profile = { sub: "ada-1", iss: auth.issuer, aud: "web", exp: 0, iat: 0, name: "Ada" }
    const operatorIn = async (groups: unknown) =>
      storedTokens({ auth }, await stored({ profile: { ...profile, "cognito:groups": groups } }), NOW)?.user.operator
    expect(await operatorIn(["others", "operators"])).toBe(true)
    expect(await operatorIn(["others"])).toBeUndefined()
    expect(await operatorIn("operators")).toBeUndefined()
  })

  it("knows nobody whom another provider or client signed in", async () => {
    const storage = await stored()
    expect(storedTokens({ auth: { ...auth, clientId: "other" } }, storage, NOW)).toBeNull()
    expect(storedTokens({ auth: { ...auth, issuer: "https://other.example" } }, storage, NOW)).toBeNull()
  })

  it("takes tokens that have ended only where they can be renewed", async () => {
    const ended = { expires_at: NOW / 1000 - 1 }
    expect(storedTokens({ auth }, await stored(ended), NOW)).toBeNull()
    expect(storedTokens({ auth }, await stored({ ...ended, refresh_token: "again" }), NOW)).toMatchObject({
      accessToken: "token",
    })
  })

  it("knows nobody where the browser stores nothing", () => {
    const denied = () => {
      throw new DOMException("denied", "SecurityError")
    }
    expect(storedTokens({ auth }, denied, NOW)).toBeNull()
    expect(seemsSignedIn(denied)).toBe(false)
  })
})
