import { loginDomain } from "./login-domain.ts"
import { loginMail } from "./login-mail.ts"
import { loginProtection } from "./login-protection.ts"

const mail = loginMail(process.env["DARKROOM_EMAIL_FROM"])
const { mfa, threats } = loginProtection(process.env)

/** Who may use the gallery. Anybody can register; nothing is shared before. */
export const users = new sst.aws.CognitoUserPool("Users", {
  usernames: ["email"],
  mfa,
  softwareToken: true,
  ...(threats === "off" ? {} : { advancedSecurity: threats }),
  transform: {
    userPool: {
      // Managed login needs Essentials, threat protection Plus. https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
      userPoolTier: threats === "off" ? "ESSENTIALS" : "PLUS",
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

// In audit mode Cognito only records. https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html
if (threats === "enforced")
  new aws.cognito.RiskConfiguration("UsersRisks", {
    userPoolId: users.id,
    compromisedCredentialsRiskConfiguration: { actions: { eventAction: "BLOCK" } },
    // Cognito would send its notes to people by SES alone.
    accountTakeoverRiskConfiguration: {
      actions: {
        mediumAction: { eventAction: "MFA_IF_CONFIGURED", notify: false },
        highAction: { eventAction: "BLOCK", notify: false },
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
