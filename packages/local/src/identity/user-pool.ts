import type http from "node:http"
import { Provider } from "oidc-provider"
import type { UserPoolNode } from "../graph.ts"
import { isPageUrl } from "./engine-origins.ts"
import { pageHeaders } from "./html.ts"
import { login } from "./login.ts"
import { logout } from "./logout.ts"
import { errorPageHtml } from "./pages.ts"
import { providerConfiguration, type ProviderOptions } from "./provider-configuration.ts"

export interface RunningPoolOptions extends ProviderOptions {
  readonly issuer: string
  readonly appName: string
  readonly onError: (error: unknown) => void
}

type Listener = (request: http.IncomingMessage, response: http.ServerResponse) => Promise<void>

/** A user pool that answers requests beneath its path, whose addresses are still whole. */
export function userPool(options: RunningPoolOptions): Listener {
  const { issuer, mount, appName, pool, users, onError } = options
  const provider = new Provider(issuer, providerConfiguration(options))
  provider.on("server_error", (_context: unknown, error: unknown) => onError(error))
  // Without a listener, the framework beneath prints.
  provider.on("error", onError)
  allowPage(provider, options.url)
  const showLogin = login({ provider, poolName: appName, groups: pool.groups, users })
  const logOut = logout({ provider, mount })
  const answer = provider.callback()

  return (request, response) => {
    const url = request.url ?? "/"
    const path = url.slice(mount.length)
    if (asksForLogin(path, pool)) return refuseLogin(response)
    if (/^\/login\/[^/?]+$/.test(path)) return showLogin(request, response)
    if (/^\/logout(\?|$)/.test(path)) return logOut(request, response)
    // As frameworks do that mount an app beneath a path: the library tells the path from the difference.
    Object.assign(request, { originalUrl: url, url: path })
    return answer(request, response)
  }
}

/** Of a client to which AWS shows no login page. */
function asksForLogin(path: string, { clients }: UserPoolNode): boolean {
  if (!path.startsWith("/oauth2/authorize?")) return false
  const asked = new URLSearchParams(path.split("?")[1]).get("client_id")
  return clients.some(({ clientId, withoutStyle }) => withoutStyle === true && clientId === asked)
}

async function refuseLogin(response: http.ServerResponse): Promise<void> {
  const message =
    "Login pages unavailable. Managed login shows none to an app client without a branding style: add an aws.cognito.ManagedLoginBranding for it."
  response.writeHead(403, pageHeaders()).end(errorPageHtml(message))
}

/** Any of the page's own addresses will do. */
function allowPage({ Client }: Provider, url: string): void {
  const { redirectUriAllowed, postLogoutRedirectUriAllowed } = Client.prototype
  Client.prototype.redirectUriAllowed = function (uri) {
    return isPageUrl(url, uri) || redirectUriAllowed.call(this, uri)
  }
  Client.prototype.postLogoutRedirectUriAllowed = function (uri) {
    return isPageUrl(url, uri) || postLogoutRedirectUriAllowed.call(this, uri)
  }
}
