import { createHash, randomBytes } from "node:crypto"
import { answerText, type Asking, ask } from "./ask.ts"
import type { AppConfig } from "./app-config.ts"
import { type Browser, browser, type Place } from "./browser.ts"
import { Miss } from "./miss.ts"

/** Where the provider signs people in and gives tokens. */
export interface Endpoints {
  readonly authorize: string
  readonly token: string
}

/** What the provider publishes of itself. https://openid.net/specs/openid-connect-discovery-1_0.html Throws Miss. */
export async function endpointsOf({ auth }: AppConfig, asking: Asking): Promise<Endpoints> {
  const response = await ask(`${auth.issuer}/.well-known/openid-configuration`, asking)
  const found = response.ok ? ((await response.json().catch(() => ({}))) as Record<string, unknown>) : {}
  const { authorization_endpoint: authorize, token_endpoint: token } = found
  if (typeof authorize === "string" && typeof token === "string") return { authorize, token }
  const answer = response.bodyUsed ? `status ${response.status}, ${JSON.stringify(found)}` : await answerText(response)
  throw new Miss({ expected: `endpoints in ${response.url || auth.issuer}`, found: answer, next: asking.next })
}

export interface Login {
  readonly place: Place
  readonly html: string
  readonly go: Browser
  readonly verifier: string
  readonly redirectUri: string
}

/** Opens the page on which people sign in, as the gallery does: authorization code with PKCE. Throws Miss. */
export async function openSignIn(
  { auth }: AppConfig,
  page: string,
  { authorize }: Endpoints,
  asking: Asking,
): Promise<Login> {
  const verifier = randomBytes(32).toString("base64url")
  const redirectUri = new URL("callback", page).href
  const query = new URLSearchParams({
    client_id: auth.clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: auth.scopes.join(" "),
    state: randomBytes(16).toString("base64url"),
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  })
  const go = browser(asking)
  const place = await go(`${authorize}?${query}`, redirectUri)
  const { response, url } = place
  const isPage = response.status === 200 && (response.headers.get("content-type") ?? "").startsWith("text/html")
  // Cognito shows what is wrong with a request on a page of its own. https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-endpoints.html
  if (!isPage || url.startsWith(redirectUri) || new URL(url).pathname.endsWith("/error"))
    throw new Miss({
      expected: `a page with a sign-in form behind ${authorize}`,
      found: `${url}: ${await answerText(response)}`,
      next: asking.next,
    })
  return { place, html: await response.text(), go, verifier, redirectUri }
}

/** An unknown code, which the token endpoint refuses in the words of OAuth. Throws Miss. */
export async function refuseCode({ auth }: AppConfig, page: string, { token }: Endpoints, asking: Asking) {
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    client_id: auth.clientId,
    code: "darkroom-verify",
    redirect_uri: new URL("callback", page).href,
    code_verifier: randomBytes(32).toString("base64url"),
  })
  const response = await ask(token, asking, { method: "POST", body })
  const text = await response.clone().text()
  if (response.status === 400 && text.includes("invalid_grant")) return
  throw new Miss({
    expected: `${token} to refuse an unknown code with invalid_grant`,
    found: await answerText(response),
    next: asking.next,
  })
}
