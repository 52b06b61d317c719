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
      enableTokenRevocation: true,
      preventUserExistenceErrors: "ENABLED",
      accessTokenValidity: 60,
      idTokenValidity: 60,
      refreshTokenValidity: 30,
      tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
    },
  },
})
