import { callbackUrls, loginBranding, loginMail } from "./cognito.ts"
import { changed, keeps, without } from "./stages.fixture.ts"

keeps(loginBranding, {
  broken: {
    "an app client without a style": [without("WebBranding"), "WebClient: has no branding style"],
    "a style that says nothing": [
      changed("WebBranding", { useCognitoProvidedValues: false }),
      "WebClient: has no branding style",
    ],
    "a style of another client": [changed("WebBranding", { clientId: "other" }), "WebClient: has no branding style"],
  },
})

keeps(callbackUrls, {
  broken: {
    "a page without TLS": [changed("WebClient", { callbackUrls: ["http://photos.example.com/"] }), /^WebClient: http:/],
    "a host that only begins like localhost": [
      changed("WebClient", { logoutUrls: ["http://localhost.example.com/"] }),
      /^WebClient: http:\/\/localhost\.example/,
    ],
    "a fragment": [changed("WebClient", { callbackUrls: ["https://photos.example.com/#x"] }), /has a fragment$/],
  },
})

keeps(loginMail, {
  accepted: {
    "UsersUserPool: Cognito sends its mail, some 50 a day": "DARKROOM_EMAIL_FROM changes it; docs/deploy.md says so",
  },
  broken: {
    "SES without an identity": [
      changed("UsersUserPool", { emailConfiguration: { emailSendingAccount: "DEVELOPER" } }),
      "UsersUserPool: sends mail by SES from no identity",
    ],
  },
})
