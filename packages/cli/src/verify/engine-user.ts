import { messageOf } from "../errors.ts"
import { answerText, ask } from "./ask.ts"
import { Miss } from "./miss.ts"
import { endpointsOf, openSignIn } from "./sign-in-page.ts"
import type { SigningIn, TestUser } from "./verification.ts"

/** The same each time: a later run finds and deletes what a killed one left. */
const NAME = "darkroom verify"
const NEXT = "npx darkroom logs --level warn"

/** The engine has no accounts: its sign-in page asks for a name. Throws Miss. */
export async function engineUser({ config, page, signal }: SigningIn): Promise<TestUser> {
  const asking = { signal, next: NEXT }
  const endpoints = await endpointsOf(config, asking)
  const { place, go, verifier, redirectUri } = await openSignIn(config, page, endpoints, asking)
  const body = new URLSearchParams({ name: NAME })
  const done = await go(place.url, redirectUri, { method: "POST", body })
  const code = new URL(done.url).searchParams.get("code")
  if (code === null)
    throw new Miss({
      expected: `a redirect to ${redirectUri} with a code`,
      found: `${done.url}: ${await answerText(done.response)}`,
      next: NEXT,
    })
  const grant = { grant_type: "authorization_code", client_id: config.auth.clientId, code, redirect_uri: redirectUri }
  const response = await ask(endpoints.token, asking, {
    method: "POST",
    body: new URLSearchParams({ ...grant, code_verifier: verifier }),
  })
  const text = await response.text()
  const { access_token: token } = JSON.parse(text) as { access_token?: string }
  if (token === undefined)
    throw new Miss({ expected: "an access token", found: messageOf(new Error(text)), next: NEXT })
  return { token, how: `as "${NAME}", by the sign-in form and a code`, remove: async () => {} }
}
