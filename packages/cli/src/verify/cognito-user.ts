import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider"
import { randomBytes, randomUUID } from "node:crypto"
import { Miss } from "./miss.ts"
import { setUpSecondFactor } from "./set-up-second-factor.ts"
import type { SigningIn, TestUser } from "./verification.ts"

/** Domains of this name get no mail, ever. https://www.rfc-editor.org/rfc/rfc2606#section-3 */
const MAIL_DOMAIN = "example.com"

type Client = Pick<CognitoIdentityProviderClient, "send">

/**
 * A user for as long as the checks run, signed in by SRP with the page's own client. AWS supports no programs on managed login's
 * pages, and the API takes tokens of that client alone: https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-endpoints.html
 * (docs/decisions/0034). Throws what Cognito throws, and Miss.
 */
export function cognitoUser(client: Client) {
  return async ({ config: { auth } }: Pick<SigningIn, "config">): Promise<TestUser> => {
    const UserPoolId = new URL(auth.issuer).pathname.split("/").at(-1) ?? ""
    const email = `darkroom-verify-${randomUUID()}@${MAIL_DOMAIN}`
    const remove = async () => {
      await client.send(new AdminDeleteUserCommand({ UserPoolId, Username: email })).catch(unlessGone)
    }
    try {
      const { User } = await client.send(
        new AdminCreateUserCommand({
          UserPoolId,
          Username: email,
          MessageAction: "SUPPRESS",
          UserAttributes: [
            { Name: "email", Value: email },
            { Name: "email_verified", Value: "true" },
          ],
        }),
      )
      // Of each class that a password policy may ask for.
      const password = `aA1!${randomBytes(24).toString("base64url")}`
      const permanent = { UserPoolId, Username: email, Password: password, Permanent: true }
      await client.send(new AdminSetUserPasswordCommand(permanent))
      const username = User?.Username ?? email
      const token = await signIn(client, { UserPoolId, ClientId: auth.clientId, username, password })
      return { token, how: "as a user of its own, by SRP", account: email, remove }
    } catch (error) {
      await remove().catch(() => {})
      throw error
    }
  }
}

interface Credentials {
  readonly UserPoolId: string
  readonly ClientId: string
  readonly username: string
  readonly password: string
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html */
async function signIn(client: Client, { UserPoolId, ClientId, username, password }: Credentials): Promise<string> {
  const { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } = await import("cognito-srp-helper")
  const session = createSrpSession(username, password, UserPoolId, false)
  const AuthFlow = "USER_SRP_AUTH" as const
  const asked = wrapInitiateAuth(session, { ClientId, AuthFlow, AuthParameters: { USERNAME: username } })
  const begun = await client.send(new InitiateAuthCommand({ ...asked, AuthFlow }))
  const ChallengeName = "PASSWORD_VERIFIER" as const
  if (begun.ChallengeName !== ChallengeName) throw noToken(begun.ChallengeName)
  const signed = signSrpSession(session, { ChallengeName, ChallengeParameters: begun.ChallengeParameters ?? {} })
  const answer = wrapAuthChallenge(signed, { ClientId, ChallengeName, ChallengeResponses: { USERNAME: username } })
  const checked = await client.send(
    new RespondToAuthChallengeCommand({ ...answer, ChallengeName, Session: begun.Session }),
  )
  const { AuthenticationResult, ChallengeName: further } =
    checked.ChallengeName === "MFA_SETUP"
      ? await setUpSecondFactor(client, { ClientId, username, Session: checked.Session })
      : checked
  const token = AuthenticationResult?.AccessToken
  if (token === undefined) throw noToken(further)
  return token
}

function noToken(challenge: string | undefined): Miss {
  return new Miss({
    expected: "an access token for a user's name and password",
    found: `Cognito asks for ${challenge ?? "nothing, and gives no token"}`,
    next: "stacks/identity.ts and stacks/web-client.ts: what else a sign-in needs there",
  })
}

function unlessGone(error: unknown): void {
  if ((error as Error).name !== "UserNotFoundException") throw error
}
