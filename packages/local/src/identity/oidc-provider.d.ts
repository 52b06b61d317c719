// The library has no types of its own; these are of what is used of it.
declare module "oidc-provider" {
  import type { EventEmitter } from "node:events"
  import type http from "node:http"
  import type { JWK } from "jose"

  export interface Adapter {
    upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void>
    find(id: string): Promise<AdapterPayload | undefined>
    findByUid(uid: string): Promise<AdapterPayload | undefined>
    findByUserCode(userCode: string): Promise<AdapterPayload | undefined>
    consume(id: string): Promise<void>
    destroy(id: string): Promise<void>
    revokeByGrantId(grantId: string): Promise<void>
  }

  export interface AdapterPayload {
    readonly grantId?: string
    readonly uid?: string
    readonly [member: string]: unknown
  }

  export interface CookieOptions {
    readonly path?: string
    readonly httpOnly?: boolean
    readonly sameSite?: "lax" | "strict"
  }

  export interface Token {
    readonly accountId: string
    readonly clientId: string
    readonly kind: string
    readonly remainingTTL: number
  }

  export interface Client {
    readonly clientId: string
    readonly clientName?: string
    readonly redirectUris: readonly string[]
    redirectUriAllowed(uri: string): boolean
    postLogoutRedirectUriAllowed(uri: string): boolean
  }

  export interface Grant {
    addOIDCScope(scope: string): void
    addResourceScope(resource: string, scope: string): void
    save(): Promise<string>
  }

  export interface Session {
    readonly accountId?: string
    readonly state?: { readonly postLogoutRedirectUri?: string }
    destroy(): Promise<void>
  }

  export interface Interaction {
    readonly uid: string
    readonly params: Readonly<Record<string, string | undefined>>
  }

  export interface Context {
    type: string
    status: number
    body: unknown
    readonly cookies: { set(name: string, value: string | null, options?: CookieOptions): void }
    readonly oidc: {
      readonly provider: Provider
      readonly params: Readonly<Record<string, string | undefined>>
      readonly client: Client
      readonly account: { readonly accountId: string }
      readonly session: Session
      readonly entities: { readonly RotatedRefreshToken?: Token }
    }
    set(headers: Readonly<Record<string, string>>): void
  }

  export interface Account {
    readonly accountId: string
    claims(use: "id_token" | "userinfo", scope: string): Promise<Record<string, unknown>>
  }

  export interface ErrorOut {
    readonly error: string
    readonly error_description?: string
  }

  export interface Configuration {
    readonly adapter: (model: string) => Adapter
    readonly clients: readonly Readonly<Record<string, unknown>>[]
    readonly jwks: { readonly keys: readonly JWK[] }
    readonly claims: Readonly<Record<string, readonly string[]>>
    readonly scopes: readonly string[]
    readonly responseTypes: readonly string[]
    readonly clientAuthMethods: readonly string[]
    readonly allowOmittingSingleRegisteredRedirectUri: boolean
    readonly conformIdTokenClaims: boolean
    readonly cookies: {
      readonly keys: readonly string[]
      readonly names: Readonly<Record<"session" | "interaction" | "resume", string>>
      readonly long: CookieOptions
    }
    readonly features: {
      readonly devInteractions: { readonly enabled: false }
      readonly dPoP: { readonly enabled: false }
      readonly pushedAuthorizationRequests: { readonly enabled: false }
      readonly userinfo: { readonly enabled: false }
      readonly revocation: {
        readonly enabled: true
        allowedPolicy(context: Context, client: Client, token: Token): Promise<boolean>
      }
      readonly rpInitiatedLogout: {
        readonly enabled: true
        logoutSource(context: Context, form: string): Promise<void>
        postLogoutSuccessSource(context: Context): Promise<void>
      }
      readonly resourceIndicators: {
        readonly enabled: true
        defaultResource(): Promise<string>
        useGrantedResource(): Promise<boolean>
        getResourceServerInfo(
          context: Context,
          resource: string,
        ): Promise<{
          readonly scope: string
          readonly accessTokenFormat: "jwt"
          readonly jwt: { readonly sign: { readonly alg: string } }
        }>
      }
    }
    readonly formats: {
      readonly customizers: {
        jwt(
          context: Context,
          token: Token,
          parts: { header: object | undefined; payload: Record<string, unknown> },
        ): void
      }
    }
    readonly interactions: { readonly policy: unknown; url(context: Context, interaction: Interaction): string }
    readonly pkce: { required(): boolean }
    readonly routes: Readonly<Record<string, string>>
    readonly ttl: Readonly<Record<string, number | ((context: Context) => number)>>
    clientBasedCORS(context: Context, origin: string, client: Client): boolean
    expiresWithSession(): Promise<boolean>
    extraTokenClaims(context: Context, token: Token): Promise<Record<string, unknown> | undefined>
    findAccount(context: Context, id: string): Promise<Account | undefined>
    issueRefreshToken(): Promise<boolean>
    loadExistingGrant(context: Context): Promise<Grant>
    renderError(context: Context, out: ErrorOut): Promise<void>
    rotateRefreshToken(): boolean
  }

  export class Provider extends EventEmitter {
    constructor(issuer: string, configuration: Configuration)
    readonly Client: { readonly prototype: Client; find(id: string): Promise<Client | undefined> }
    readonly Grant: new (of: { readonly accountId: string; readonly clientId: string }) => Grant
    readonly Session: { get(context: Context): Promise<Session> }
    callback(): (request: http.IncomingMessage, response: http.ServerResponse) => Promise<void>
    cookieName(type: "session" | "interaction" | "resume"): string
    createContext(request: http.IncomingMessage, response: http.ServerResponse): Context
    interactionDetails(request: http.IncomingMessage, response: http.ServerResponse): Promise<Interaction>
    interactionFinished(
      request: http.IncomingMessage,
      response: http.ServerResponse,
      result: { readonly login: { readonly accountId: string } },
      options: { readonly mergeWithLastSubmission: boolean },
    ): Promise<void>
  }

  export const errors: {
    readonly InvalidTarget: new () => Error
    readonly SessionNotFound: new () => Error
  }

  export const interactionPolicy: { base(): { remove(prompt: string): void } }
}
