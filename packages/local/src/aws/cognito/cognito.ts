import type { UserPoolNode } from "../../graph.ts"
import { hasSecondFactor } from "../../identity/second-factor.ts"
import { createTables } from "../../identity/tables.ts"
import { idTokenClaims } from "../../identity/user-claims.ts"
import { userId } from "../../identity/user-id.ts"
import { type User, users } from "../../identity/users.ts"
import { jsonProtocol } from "../json-protocol.ts"
import type { AwsService, ServiceContext } from "../service.ts"
import { invalidParameter, noPool, noUser } from "./errors.ts"

export interface CognitoOptions {
  readonly userPools: readonly Pick<UserPoolNode, "poolId">[]
}

interface AdminGetUserInput {
  readonly UserPoolId?: string
  /** A `sub`, or a user name. */
  readonly Username?: string
}

/** Cognito's API of user pools, as far as an app asks about its users. People log in at the pools' own pages (../../identity). */
export function cognitoService({ userPools }: CognitoOptions, { store, clock }: ServiceContext): AwsService {
  createTables(store)
  const usersOf = new Map(userPools.map(({ poolId }) => [poolId, users(store, clock, poolId)]))
  const operations = {
    AdminGetUser({ UserPoolId, Username }: AdminGetUserInput) {
      if (!UserPoolId) throw invalidParameter("UserPoolId")
      if (!Username) throw invalidParameter("Username")
      const pool = usersOf.get(UserPoolId)
      if (pool === undefined) throw noPool(UserPoolId)
      const user = pool.find(Username) ?? pool.find(userId(UserPoolId, Username))
      if (user === undefined) throw noUser()
      return description(user)
    },
  }
  return {
    name: "cognito-idp",
    operations: Object.keys(operations),
    handle: jsonProtocol("cognito-idp", operations),
    // Who has logged in belongs to the pools' pages.
    reset: async () => {},
    close: async () => {},
  }
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html */
function description(user: User) {
  const { sub, email, email_verified: verified, name } = idTokenClaims(user, [])
  const attributes = { sub, email, email_verified: verified, name }
  return {
    Username: user.name.toLowerCase(),
    Enabled: true,
    UserStatus: "CONFIRMED",
    UserAttributes: Object.entries(attributes).map(([Name, value]) => ({ Name, Value: String(value) })),
    ...(hasSecondFactor(user.name)
      ? { UserMFASettingList: ["SOFTWARE_TOKEN_MFA"], PreferredMfaSetting: "SOFTWARE_TOKEN_MFA" }
      : {}),
  }
}
