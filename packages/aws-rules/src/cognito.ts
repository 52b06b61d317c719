import { all, type Resources } from "./resources.ts"

interface ClientState {
  readonly id: string
  readonly userPoolId: string
  readonly callbackUrls?: readonly string[]
  readonly logoutUrls?: readonly string[]
}

interface StyleState {
  readonly clientId: string
  readonly useCognitoProvidedValues?: boolean
  readonly settings?: string
}

const clientsOf = (resources: Resources) => all<ClientState>(resources, "cognito/userPoolClient")

/**
 * Managed login answers 403 to an app client without a branding style.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-branding.html
 */
export function loginBranding(resources: Resources): string[] {
  const domains = all<{ managedLoginVersion?: number; userPoolId: string }>(resources, "cognito/userPoolDomain")
  const styles = all<StyleState>(resources, "cognito/managedLoginBranding").map(({ state }) => state)
  const styled = styles.filter((each) => each.useCognitoProvidedValues || each.settings).map(({ clientId }) => clientId)
  const managed = domains.filter(({ state }) => state.managedLoginVersion === 2).map(({ state }) => state.userPoolId)
  return clientsOf(resources).flatMap(({ name, state }) =>
    managed.includes(state.userPoolId) && !styled.includes(state.id) ? [`${name}: has no branding style`] : [],
  )
}

/**
 * Cognito takes https addresses without a fragment, and http on localhost alone.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
export function callbackUrls(resources: Resources): string[] {
  return clientsOf(resources).flatMap(({ name, state }) =>
    [...(state.callbackUrls ?? []), ...(state.logoutUrls ?? [])]
      .filter((url) => !/^(https:\/\/|http:\/\/localhost[:/])[^#]*$/.test(url))
      .map((url) => `${name}: ${url} is neither https nor http://localhost, or has a fragment`),
  )
}

interface PoolState {
  readonly adminCreateUserConfig?: { readonly allowAdminCreateUserOnly?: boolean }
  readonly emailConfiguration?: { readonly emailSendingAccount?: string; readonly sourceArn?: string }
}

/**
 * A pool that people register in sends mail by SES: Cognito itself sends some 50 a day.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
export function loginMail(resources: Resources): string[] {
  return all<PoolState>(resources, "cognito/userPool").flatMap(({ name, state }) => {
    const { emailSendingAccount = "COGNITO_DEFAULT", sourceArn } = state.emailConfiguration ?? {}
    if (emailSendingAccount === "DEVELOPER") return sourceArn ? [] : [`${name}: sends mail by SES from no identity`]
    return state.adminCreateUserConfig?.allowAdminCreateUserOnly
      ? []
      : [`${name}: Cognito sends its mail, some 50 a day`]
  })
}
