import { expect, it, vi } from "vitest"
import { cognitoUser } from "./cognito-user.ts"

const config = {
  apiUrl: "https://d1.cloudfront.net/api",
  auth: { issuer: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Pool", clientId: "web", scopes: [] },
  realtime: { url: "wss://iot.example/mqtt", authorizer: "a", topic: "t" },
  sampleUrl: "",
}

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

it("removes the user where the sign-in fails, and says what Cognito asks for", async () => {
  const { signIn, names } = fakeCognito({ RespondToAuthChallengeCommand: () => ({ ChallengeName: "MFA_SETUP" }) })
  await expect(signIn()).rejects.toMatchObject({ found: "Cognito asks for MFA_SETUP" })
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
