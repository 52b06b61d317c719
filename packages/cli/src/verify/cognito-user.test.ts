import { expect, it, onTestFinished, vi } from "vitest"
import { cognitoUser } from "./cognito-user.ts"

const config = {
  apiUrl: "https://d1.cloudfront.net/api",
  auth: { issuer: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Pool", clientId: "web", scopes: [] },
  realtime: { url: "wss://iot.example/mqtt", authorizer: "a", topic: "t" },
  sampleUrl: "",
}

/** "12345678901234567890" of RFC 6238 in base32. */
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

type Answers = Readonly<Record<string, () => object>>

const verifier = {
  ChallengeName: "PASSWORD_VERIFIER",
  Session: "s",
  ChallengeParameters: { SRP_B: "abcdef", SALT: "1234", SECRET_BLOCK: "c2VjcmV0", USER_ID_FOR_SRP: "sub-1" },
}

function fakeCognito(answers: Answers = {}) {
  const calls: { name: string; input: Record<string, unknown> }[] = []
  const all: Answers = {
    AdminCreateUserCommand: () => ({ User: { Username: "sub-1" } }),
    InitiateAuthCommand: () => verifier,
    RespondToAuthChallengeCommand: () => ({ AuthenticationResult: { AccessToken: "token" } }),
    ...answers,
  }
  const send = vi.fn(async (command: { input: Record<string, unknown> }) => {
    const { name } = command.constructor
    calls.push({ name, input: command.input })
    return all[name]?.() ?? {}
  })
  const signIn = cognitoUser({ send } as never)
  return { signIn: () => signIn({ config }), calls, names: () => calls.map(({ name }) => name) }
}

it("makes a user that gets no mail, signs in with the page's client, and removes the user", async () => {
  const { signIn, calls, names } = fakeCognito()
  const user = await signIn()
  expect(user).toMatchObject({ token: "token", account: expect.stringMatching(/^darkroom-verify-.+@example\.com$/) })
  const [created, password, begun, answered] = calls.map(({ input }) => input)
  expect(created).toMatchObject({ UserPoolId: "eu-central-1_Pool", Username: user.account, MessageAction: "SUPPRESS" })
  expect(password).toMatchObject({ Username: user.account, Permanent: true })
  expect(begun).toMatchObject({
    ClientId: "web",
    AuthFlow: "USER_SRP_AUTH",
    AuthParameters: { USERNAME: "sub-1", SRP_A: expect.stringMatching(/^[0-9a-f]{700,}$/) },
  })
  expect(answered).toMatchObject({
    ClientId: "web",
    Session: "s",
    ChallengeResponses: { USERNAME: "sub-1", PASSWORD_CLAIM_SECRET_BLOCK: "c2VjcmV0", TIMESTAMP: expect.any(String) },
  })
  await user.remove()
  expect(names().at(-1)).toBe("AdminDeleteUserCommand")
  expect(calls.at(-1)?.input).toEqual({ UserPoolId: "eu-central-1_Pool", Username: user.account })
})

it("sets up a second factor where the user pool requires one", async () => {
  const answers = [
    { ChallengeName: "MFA_SETUP", Session: "after the password" },
    { AuthenticationResult: { AccessToken: "token" } },
  ]
  const { signIn, calls, names } = fakeCognito({
    RespondToAuthChallengeCommand: () => answers.shift()!,
    AssociateSoftwareTokenCommand: () => ({ SecretCode: SECRET, Session: "with a secret" }),
    VerifySoftwareTokenCommand: () => ({ Status: "SUCCESS", Session: "with a code" }),
  })
  vi.useFakeTimers({ now: 59_000, toFake: ["Date"] })
  onTestFinished(() => void vi.useRealTimers())
  expect(await signIn()).toMatchObject({ token: "token" })
  expect(names().slice(-3)).toEqual([
    "AssociateSoftwareTokenCommand",
    "VerifySoftwareTokenCommand",
    "RespondToAuthChallengeCommand",
  ])
  const [associated, verified, ended] = calls.slice(-3).map(({ input }) => input)
  expect(associated).toEqual({ Session: "after the password" })
  // https://www.rfc-editor.org/rfc/rfc6238#appendix-B at 59 s: 94287082, of which authenticator apps show six digits.
  expect(verified).toEqual({ Session: "with a secret", UserCode: "287082" })
  expect(ended).toEqual({
    ClientId: "web",
    ChallengeName: "MFA_SETUP",
    Session: "with a code",
    ChallengeResponses: { USERNAME: "sub-1" },
  })
})

it("removes the user where the sign-in fails, and says what Cognito asks for", async () => {
  const { signIn, names } = fakeCognito({ RespondToAuthChallengeCommand: () => ({ ChallengeName: "SMS_MFA" }) })
  await expect(signIn()).rejects.toMatchObject({ found: "Cognito asks for SMS_MFA" })
  expect(names().at(-1)).toBe("AdminDeleteUserCommand")
})

it("says why no user could be made, also where there is none to remove", async () => {
  const fail = (name: string) => () => {
    throw Object.assign(new Error(`${name}!`), { name })
  }
  const { signIn } = fakeCognito({
    AdminCreateUserCommand: fail("AccessDeniedException"),
    AdminDeleteUserCommand: fail("UserNotFoundException"),
  })
  await expect(signIn()).rejects.toThrow("AccessDeniedException!")
})
