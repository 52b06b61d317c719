import type { DatabaseSync } from "node:sqlite"
import { type Configuration, type Context, errors, interactionPolicy } from "oidc-provider"
import type { Clock } from "../clock.ts"
import type { UserPoolNode } from "../graph.ts"
import { clientMetadata } from "./client-metadata.ts"
import { engineOrigins } from "./engine-origins.ts"
import { errorPage, loggedOutPage, logOutPage } from "./pages.ts"
import { modelStore } from "./model-store.ts"
import type { PoolSecrets } from "./pool-secrets.ts"
import { accessTokenClaims, idTokenClaims, SCOPE_CLAIMS } from "./user-claims.ts"
import type { Users } from "./users.ts"

export interface ProviderOptions {
  readonly pool: UserPoolNode
  readonly store: DatabaseSync
  readonly clock: Clock
  /** The engine's. */
  readonly url: string
  /** The path at which the pool is, without a slash at its end. */
  readonly mount: string
  readonly secrets: PoolSecrets
  readonly users: Users
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** How long a login lasts when it is renewed. https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html */
const REFRESH_TOKEN_TTL = 30 * DAY

/** A user pool as the configuration of an OpenID Connect provider: paths, lifetimes and claims are Cognito's. */
export function providerConfiguration(options: ProviderOptions): Configuration {
  const { pool, store, clock, url, mount, secrets, users } = options
  return {
    ...tokens(options),
    adapter: modelStore(store, clock, pool.poolId),
    clients: pool.clients.map((client) => clientMetadata(client, url)),
    jwks: { keys: [secrets.signingKey] },
    scopes: scopesOf(pool),
    responseTypes: ["code"],
    clientAuthMethods: ["none"],
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    features: features(pool),
    routes: {
      authorization: "/oauth2/authorize",
      token: "/oauth2/token",
      revocation: "/oauth2/revoke",
      jwks: "/.well-known/jwks.json",
      end_session: "/session/end",
    },
    cookies: {
      keys: [secrets.cookieKey],
      names: { session: "darkroom_session", interaction: "darkroom_login", resume: "darkroom_resume" },
      // Another pool's session is another one.
      long: { path: mount },
    },
    interactions: { policy: withoutConsent(), url: (_context, { uid }) => `${mount}/login/${uid}` },
    clientBasedCORS: (_context, origin, client) =>
      [...engineOrigins(url), ...client.redirectUris.map((uri) => new URL(uri).origin)].includes(origin),
    async findAccount(_context, sub) {
      const user = users.find(sub)
      return user && { accountId: sub, claims: async () => idTokenClaims(user, pool.groups) }
    },
    loadExistingGrant: (context) => grantEverything(context, pool),
    async renderError(context, { error, error_description: description }) {
      errorPage(context, description ?? error)
    },
  }
}

function tokens({ users, pool }: ProviderOptions) {
  return {
    claims: SCOPE_CLAIMS,
    conformIdTokenClaims: false,
    ttl: {
      AccessToken: HOUR,
      AuthorizationCode: 5 * MINUTE,
      IdToken: HOUR,
      Interaction: HOUR,
      Grant: REFRESH_TOKEN_TTL + DAY,
      // One that takes the place of another ends when that one would have.
      RefreshToken: ({ oidc }) => oidc?.entities.RotatedRefreshToken?.remainingTTL ?? REFRESH_TOKEN_TTL,
      // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html
      Session: HOUR,
    },
    formats: {
      customizers: {
        jwt(_context, _token, parts) {
          parts.header = { typ: undefined }
          // The library insists on an audience and Cognito's access tokens have none: JSON leaves out what is not enumerable.
          Object.defineProperty(parts.payload, "aud", { enumerable: false })
        },
      },
    },
    async extraTokenClaims(_context, { accountId }) {
      const user = users.find(accountId)
      return user && accessTokenClaims(user, pool.groups)
    },
    issueRefreshToken: async () => true,
    rotateRefreshToken: () => true,
    expiresWithSession: async () => false,
  } satisfies Partial<Configuration>
}

function features(pool: UserPoolNode): Configuration["features"] {
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    userinfo: { enabled: false },
    revocation: { enabled: true, allowedPolicy: async (_context, client, token) => token.clientId === client.clientId },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: async (context, form) => logOutPage(context, form),
      postLogoutSuccessSource: async (context) => loggedOutPage(context),
    },
    // Every access token is a JWT only because it is for a resource.
    resourceIndicators: {
      enabled: true,
      defaultResource: async () => pool.issuer,
      useGrantedResource: async () => true,
      async getResourceServerInfo(_context, resource) {
        if (resource !== pool.issuer) throw new errors.InvalidTarget()
        return { scope: scopesOf(pool).join(" "), accessTokenFormat: "jwt", jwt: { sign: { alg: "RS256" } } }
      },
    },
  }
}

function scopesOf({ clients }: UserPoolNode): string[] {
  return [...new Set([...Object.keys(SCOPE_CLAIMS), ...clients.flatMap(({ scopes }) => scopes)])]
}

/** Like Cognito, which asks nobody whether the app may. */
function withoutConsent() {
  const policy = interactionPolicy.base()
  policy.remove("consent")
  return policy
}

async function grantEverything({ oidc }: Context, pool: UserPoolNode) {
  const { account, client, params, provider } = oidc
  const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId })
  const scope = params["scope"] ?? ""
  grant.addOIDCScope(scope)
  grant.addResourceScope(pool.issuer, scope)
  await grant.save()
  return grant
}
