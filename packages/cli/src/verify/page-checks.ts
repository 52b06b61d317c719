import { appConfig, type AppConfig } from "./app-config.ts"
import { answerText, type Asking, ask } from "./ask.ts"
import type { Passed } from "./checklist.ts"
import { Miss } from "./miss.ts"

/** The page and its script. Throws Miss. */
export async function pageLoads(page: string, asking: Asking): Promise<Passed<string>> {
  const response = await ask(page, asking)
  const html = await response.clone().text()
  const script = /<script[^>]+src="([^"]+)"/.exec(html)?.[1]
  if (response.status !== 200 || script === undefined)
    throw new Miss({
      expected: "status 200 and a page with a script",
      found: await answerText(response),
      next: asking.next,
    })
  const code = await ask(new URL(script, page).href, asking)
  if (code.status !== 200 || !/javascript/.test(code.headers.get("content-type") ?? ""))
    throw new Miss({ expected: `the page's script at ${script}`, found: await answerText(code), next: asking.next })
  return { value: page, detail: page }
}

/** Throws Miss. */
export async function configThere(page: string, asking: Asking): Promise<Passed<AppConfig>> {
  const response = await ask(new URL("config.json", page).href, asking)
  const value: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  const config = response.ok && value !== undefined ? appConfig(value, page) : await answerText(response)
  if (typeof config === "string")
    throw new Miss({
      expected: "config.json with the addresses of API, sign-in and realtime",
      found: config,
      next: asking.next,
    })
  return { value: config, detail: `API ${config.apiUrl}` }
}

/** Who has no token is refused by the authorizer. Throws Miss. */
export async function strangersRefused({ apiUrl }: AppConfig, asking: Asking): Promise<Passed<true>> {
  const response = await ask(`${apiUrl}/photos`, asking)
  if (response.status !== 401)
    throw new Miss({
      expected: `${apiUrl}/photos to refuse a request without a token with 401`,
      found: await answerText(response),
      next: asking.next,
    })
  return { value: true, detail: "401 without a token" }
}

/** Throws Miss. */
export async function apiDescribed({ apiUrl }: AppConfig, asking: Asking): Promise<Passed<true>> {
  const response = await ask(`${apiUrl}/openapi.json`, asking)
  const described = (await response
    .clone()
    .json()
    .catch(() => ({}))) as { openapi?: string; paths?: object }
  const routes = Object.keys(described.paths ?? {}).length
  if (response.status !== 200 || described.openapi === undefined || routes === 0)
    throw new Miss({
      expected: "openapi.json with the API's routes",
      found: await answerText(response),
      next: asking.next,
    })
  return { value: true, detail: `OpenAPI ${described.openapi}, ${routes} paths` }
}

/** The photo that the page offers to try the gallery with. Throws Miss. */
export async function sampleThere({ sampleUrl }: AppConfig, asking: Asking): Promise<Buffer> {
  const response = await ask(sampleUrl, asking)
  if (response.status !== 200 || response.headers.get("content-type") !== "image/jpeg")
    throw new Miss({ expected: `a JPEG at ${sampleUrl}`, found: await answerText(response), next: asking.next })
  return Buffer.from(await response.arrayBuffer())
}
