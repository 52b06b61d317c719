import type { UserPoolClientNode } from "../graph.ts"
import { pageUrls } from "./engine-origins.ts"

/** An app client of a pool as OpenID Connect registers it: public, and of the code flow alone. */
export function clientMetadata(client: UserPoolClientNode, url: string): Record<string, unknown> {
  const { clientId, id, callbackUrls, logoutUrls, scopes } = client
  return {
    client_id: clientId,
    client_name: id,
    application_type: "web",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    redirect_uris: [...pageUrls(url), ...callbackUrls.filter(isWebUrl)],
    post_logout_redirect_uris: [...pageUrls(url), ...logoutUrls.filter(isWebUrl)],
    ...(scopes.length > 0 ? { scope: scopes.join(" ") } : {}),
  }
}

function isWebUrl(address: string): boolean {
  return ["http:", "https:"].includes(URL.parse(address)?.protocol ?? "")
}
