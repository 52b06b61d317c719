import { pageUrls } from "./site.ts"

/** Who may use the gallery. Anybody can register; nothing is shared before. */
export const users = new sst.aws.CognitoUserPool("Users", {
  usernames: ["email"],
  transform: {
    userPool: {
      passwordPolicy: { minimumLength: 12 },
      deletionProtection: $app.stage === "production" ? "ACTIVE" : "INACTIVE",
    },
  },
})

/** Managed login, the pages on which people sign in. */
new aws.cognito.UserPoolDomain("UsersDomain", {
  domain: $interpolate`${$app.name}-${$app.stage}-${aws.getCallerIdentityOutput({}).accountId}`,
  userPoolId: users.id,
  managedLoginVersion: 2,
})

/** The page: a public client, by authorization code with PKCE and nothing else. */
export const webClient = users.addClient("Web", {
  callbackUrls: pageUrls,
  transform: {
    client: {
      allowedOauthFlows: ["code"],
      allowedOauthScopes: ["openid", "profile", "email"],
      logoutUrls: pageUrls,
      generateSecret: false,
      enableTokenRevocation: true,
      preventUserExistenceErrors: "ENABLED",
      accessTokenValidity: 60,
      idTokenValidity: 60,
      refreshTokenValidity: 30,
      tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
    },
  },
})

/** Of the access tokens. */
export const issuer = $interpolate`https://${users.nodes.userPool.endpoint}`
