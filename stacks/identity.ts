import { loginDomain } from "./login-domain.ts"
import { loginMail } from "./login-mail.ts"

const mail = loginMail(process.env["DARKROOM_EMAIL_FROM"])

/** Who may use the gallery. Anybody can register; nothing is shared before. */
export const users = new sst.aws.CognitoUserPool("Users", {
  usernames: ["email"],
  transform: {
    userPool: {
      passwordPolicy: { minimumLength: 12 },
      ...(mail
        ? {
            emailConfiguration: {
              emailSendingAccount: "DEVELOPER",
              fromEmailAddress: mail.from,
              sourceArn: $interpolate`arn:aws:ses:${aws.getRegionOutput().region}:${aws.getCallerIdentityOutput({}).accountId}:identity/${mail.domain}`,
            },
          }
        : {}),
      deletionProtection: $app.stage === "production" ? "ACTIVE" : "INACTIVE",
    },
  },
})

/** Who looks after the app, such as its backfills; people are put into it by hand, in Cognito's console or by `aws cognito-idp admin-add-user-to-group`. */
new aws.cognito.UserGroup("Operators", { userPoolId: users.id, name: "operators" })

/** Managed login, the pages on which people sign in. */
const loginPages = new aws.cognito.UserPoolDomain("UsersDomain", {
  domain: aws.getCallerIdentityOutput({}).accountId.apply((account) => loginDomain($app.name, $app.stage, account)),
  userPoolId: users.id,
  managedLoginVersion: 2,
})

/** Of the access tokens. */
export const issuer = $interpolate`https://${users.nodes.userPool.endpoint}`

/** Where the login's pages, its tokens and its end are. */
export const loginUrl = $interpolate`https://${loginPages.domain}.auth.${aws.getRegionOutput().region}.amazoncognito.com`
