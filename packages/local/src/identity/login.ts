import type http from "node:http"
import { errors, type Provider } from "oidc-provider"
import { errorPageHtml, loginPage } from "./pages.ts"
import { pageHeaders } from "./html.ts"
import type { Users } from "./users.ts"

export interface LoginOptions {
  readonly provider: Provider
  readonly poolName: string
  readonly groups: readonly string[]
  readonly users: Users
}

const MAX_BYTES = 10_000
const MAX_CHARACTERS = 64
const RECENT_NAMES = 5
const PROBLEM = `A name has 1 to ${MAX_CHARACTERS} characters.`

/** The page that asks who somebody is, and what it sends. */
export function login({ provider, poolName, groups, users }: LoginOptions) {
  return async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const found = await interactionOf(request, response)
    if (!found) return send(response, 400, errorPageHtml("This login has expired. Go back to the app and start again."))
    const { params } = found
    const page = { poolName, groups, recent: users.recent(RECENT_NAMES) }
    if (request.method !== "POST") {
      const html = loginPage({ ...page, name: params["login_hint"] ?? "" })
      return send(response, 200, html, params["redirect_uri"])
    }
    const typed = ((await formOf(request)).get("name") ?? "").normalize("NFC").trim()
    if (!isName(typed))
      return send(response, 400, loginPage({ ...page, name: typed, problem: PROBLEM }), params["redirect_uri"])
    const result = { login: { accountId: users.logIn(typed).sub } }
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  }

  async function interactionOf(request: http.IncomingMessage, response: http.ServerResponse) {
    try {
      return await provider.interactionDetails(request, response)
    } catch (error) {
      if (error instanceof errors.SessionNotFound) return undefined
      throw error
    }
  }
}

function isName(text: string): boolean {
  return text.length >= 1 && text.length <= MAX_CHARACTERS && !/\p{Cc}/u.test(text)
}

async function formOf(request: http.IncomingMessage): Promise<URLSearchParams> {
  let text = ""
  for await (const chunk of request.setEncoding("utf8") as AsyncIterable<string>)
    if (text.length < MAX_BYTES) text += chunk
  return new URLSearchParams(text)
}

function send(response: http.ServerResponse, status: number, html: string, leadsTo?: string): void {
  response.writeHead(status, pageHeaders(leadsTo)).end(html)
}
