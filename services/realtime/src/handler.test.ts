import { lambdaContext } from "@darkroom/testing"
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose"
import { describe, expect, it, vi } from "vitest"
import { authorizeConnection } from "./authorize-connection.ts"
import type { Deps } from "./deps.ts"
import { tokenVerifier } from "./verify-token.ts"

const issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool"
const userId = "0f3f9d9a-8e0b-4f0e-8a49-0d3c1c0c7b11"
const claims = { sub: userId, iss: issuer, client_id: "page", token_use: "access" }
const now = () => Math.floor(Date.now() / 1000)

const own = await generateKeyPair("RS256")
const foreign = await generateKeyPair("RS256")
const published = { ...(await exportJWK(own.publicKey)), kid: "one", alg: "RS256" }
const context = {
  ...lambdaContext(),
  invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:LiveAuthorizer",
}

function start() {
  const log = vi.fn<Deps["log"]>()
  const keys = createLocalJWKSet({ keys: [published] })
  const deps: Deps = {
    verify: tokenVerifier({ issuer, clientId: "page", keys }),
    topicPrefix: "darkroom/dev",
    now: Date.now,
    log,
  }
  return { log, authorize: (event: unknown) => authorizeConnection(event, context, deps) }
}

function token(changes: JWTPayload = {}, { key = own.privateKey, kid = "one", exp = now() + 3600 } = {}) {
  return new SignJWT({ ...claims, exp, ...changes }).setProtectedHeader({ alg: "RS256", kid }).sign(key)
}

const connecting = (password: string, connection = "connection-1") => ({
  signatureVerified: false,
  protocols: ["tls", "http", "mqtt"],
  protocolData: { mqtt: { username: "", password: Buffer.from(password).toString("base64"), clientId: `${userId}-1` } },
  connectionMetadata: { id: connection },
})

it("lets a user connect by its own client ids and listen to its own topic, and publish nothing", async () => {
  const { authorize } = start()
  const iot = "arn:aws:iot:us-east-1:000000000000"
  expect(await authorize(connecting(await token()))).toEqual({
    isAuthenticated: true,
    principalId: userId.replaceAll("-", ""),
    disconnectAfterInSeconds: expect.any(Number),
    refreshAfterInSeconds: 86_400,
    policyDocuments: [
      {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "iot:Connect", Resource: `${iot}:client/${userId}-*` },
          { Effect: "Allow", Action: "iot:Subscribe", Resource: `${iot}:topicfilter/darkroom/dev/users/${userId}` },
          { Effect: "Allow", Action: "iot:Receive", Resource: `${iot}:topic/darkroom/dev/users/${userId}` },
        ],
      },
    ],
  })
})

it.each([
  ["as long as the token is valid", 3600, 3590, 3600],
  ["at the least as long as AWS takes", 10, 300, 300],
  ["at the most as long as AWS takes", 200_000, 86_400, 86_400],
])("lets it stay %s", async (_, seconds, least, most) => {
  const { authorize } = start()
  const allowed = await authorize(connecting(await token({}, { exp: now() + seconds })))
  const { disconnectAfterInSeconds } = allowed as { disconnectAfterInSeconds: number }
  expect(disconnectAfterInSeconds).toBeGreaterThanOrEqual(least)
  expect(disconnectAfterInSeconds).toBeLessThanOrEqual(most)
})

const secret = new TextEncoder().encode(JSON.stringify(published))

describe("does not let in", () => {
  it.each<[string, () => string | Promise<string>, string]>([
    ["an expired token", () => token({}, { exp: now() - 1 }), "ERR_JWT_EXPIRED"],
    ["an ID token", () => token({ token_use: "id", aud: "page" }), "no access token"],
    ["a token of another issuer", () => token({ iss: `${issuer}2` }), "ERR_JWT_CLAIM_VALIDATION_FAILED iss"],
    ["a token of another client", () => token({ client_id: "other" }), "another client"],
    ["a token without a client", () => token({ client_id: undefined }), "client_id"],
    [
      "a token without an end",
      () => new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(own.privateKey),
      "exp",
    ],
    ["a token by another's key", () => token({}, { key: foreign.privateKey }), "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"],
    ["a token by a key that is not published", () => token({}, { kid: "two" }), "ERR_JWKS_NO_MATCHING_KEY"],
    [
      "a token that nobody signed",
      () => new UnsecuredJWT({ ...claims, exp: now() + 60 }).encode(),
      "ERR_JOSE_ALG_NOT_ALLOWED",
    ],
    [
      "a token signed by the public key as a secret",
      () => new SignJWT({ ...claims, exp: now() + 60 }).setProtectedHeader({ alg: "HS256", kid: "one" }).sign(secret),
      "ERR_JOSE_ALG_NOT_ALLOWED",
    ],
    ["a user id that is a wildcard", () => token({ sub: "*" }), "no user id"],
    ["a user id with a path", () => token({ sub: "ada/#" }), "no user id"],
    ["what is no token", () => "hello", "ERR_JW"],
  ])("%s", async (_, make, reason) => {
    const { authorize, log } = start()
    const made = await make()
    expect(await authorize(connecting(made))).toEqual({ isAuthenticated: false })
    const facts = { message: expect.stringContaining(reason), connectionId: "connection-1" }
    expect(log).toHaveBeenCalledExactlyOnceWith(facts)
    expect(JSON.stringify(log.mock.calls)).not.toContain(made)
  })

  it.each([
    ["nothing", undefined],
    ["a text", "event"],
    ["no MQTT", { protocolData: { http: { headers: {} } } }],
    ["no password", { protocolData: { mqtt: { username: "ada" } } }],
    ["an empty password", connecting("")],
    ["a password that is no text", { protocolData: { mqtt: { password: 7 } } }],
  ])("who sends a malformed event: %s", async (_, event) => {
    const { authorize, log } = start()
    expect(await authorize(event)).toEqual({ isAuthenticated: false })
    expect(log).toHaveBeenCalledOnce()
  })
})

it("fails, and does not blame the token, when the issuer's keys cannot be had", async () => {
  const keys = () => Promise.reject(new TypeError("fetch failed"))
  const verify = tokenVerifier({ issuer, clientId: "page", keys })
  await expect(verify(await token())).rejects.toThrow("fetch failed")
})
