import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  UserNotFoundException,
} from "@aws-sdk/client-cognito-identity-provider"

/** Whether a user signs in with a second factor. */
export type HasSecondFactor = (userId: string) => Promise<boolean>

/**
 * By asking the user pool, for access tokens do not tell: Cognito asks at every sign-in whoever has set one up.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
 */
export function secondFactorIn(
  client: Pick<CognitoIdentityProviderClient, "send">,
  userPoolId: string,
): HasSecondFactor {
  return async (userId) => {
    try {
      const user = await client.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: userId }))
      return (user.UserMFASettingList ?? []).length > 0
    } catch (error) {
      // Deleted, while a token of theirs is still good.
      if (error instanceof UserNotFoundException) return false
      throw error
    }
  }
}
