import type http from "node:http"
import type { Provider } from "oidc-provider"
import { pageHeaders } from "./html.ts"
import { errorPageHtml } from "./pages.ts"

export interface LogoutOptions {
  readonly provider: Provider
  /** The pool's, without a slash at its end. */
  readonly mount: string
}

/**
 * Ends the browser's session and leads on: to `logout_uri`, or with a `redirect_uri` to the next login.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
 */
export function logout({ provider, mount }: LogoutOptions) {
  return async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const query = new URLSearchParams(request.url?.split("?")[1])
    const destination = await destinationOf(query)
    if (destination === undefined) {
      const message = "The request has no client_id and logout_uri that the app client allows."
      return void response.writeHead(400, pageHeaders()).end(errorPageHtml(message))
    }
    const context = provider.createContext(request, response)
    const session = await provider.Session.get(context)
    await session.destroy()
    context.cookies.set(provider.cookieName("session"), null, { path: mount })
    response.writeHead(302, { location: destination, "cache-control": "no-store" }).end()
  }

  async function destinationOf(query: URLSearchParams): Promise<string | undefined> {
    const client = await provider.Client.find(query.get("client_id") ?? "")
    const logoutUri = query.get("logout_uri")
    if (logoutUri !== null) return client?.postLogoutRedirectUriAllowed(logoutUri) ? logoutUri : undefined
    const redirectUri = query.get("redirect_uri")
    if (redirectUri === null || !client?.redirectUriAllowed(redirectUri)) return undefined
    return `${mount}/oauth2/authorize?${query.toString()}`
  }
}
