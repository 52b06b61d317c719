import {
  AssociateSoftwareTokenCommand,
  type CognitoIdentityProviderClient,
  RespondToAuthChallengeCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider"

interface SignInUnderWay {
  readonly ClientId: string
  readonly username: string
  readonly Session: string | undefined
}

/**
 * Sets up the authenticator app that a user pool with required MFA asks for at a first sign-in, and ends the sign-in. Gives Cognito's answer.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-totp.html
 */
export async function setUpSecondFactor(
  client: Pick<CognitoIdentityProviderClient, "send">,
  { ClientId, username, Session }: SignInUnderWay,
) {
  const { Secret, TOTP } = await import("otpauth")
  const begun = await client.send(new AssociateSoftwareTokenCommand({ Session }))
  const app = new TOTP({ secret: Secret.fromBase32(begun.SecretCode ?? "") })
  const verified = await client.send(
    new VerifySoftwareTokenCommand({ Session: begun.Session, UserCode: app.generate() }),
  )
  return await client.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: "MFA_SETUP",
      Session: verified.Session,
      ChallengeResponses: { USERNAME: username },
    }),
  )
}
