import { users } from "./identity.ts"
import { pageUrls } from "./site.ts"

export const webScopes = ["openid", "profile", "email"]

/** The page: a public client, by authorization code with PKCE and nothing else. */
export const webClient = users.addClient("Web", {
  callbackUrls: pageUrls,
  transform: {
    client: {
      allowedOauthFlows: ["code"],
      allowedOauthScopes: webScopes,
      logoutUrls: pageUrls,
      generateSecret: false,
      // Without the refresh flow, which rotation excludes: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
      explicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
      enableTokenRevocation: true,
      // A refresh token that somebody copied is worthless after its next use. The seconds are for a request whose answer got lost.
      refreshTokenRotation: { feature: "ENABLED", retryGracePeriodSeconds: 30 },
      preventUserExistenceErrors: "ENABLED",
      accessTokenValidity: 60,
      idTokenValidity: 60,
      refreshTokenValidity: 30,
      tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
    },
  },
})

// Managed login answers 403 to a client without a style. https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-branding.html
new aws.cognito.ManagedLoginBranding("WebBranding", {
  clientId: webClient.id,
  userPoolId: users.id,
  useCognitoProvidedValues: true,
})
