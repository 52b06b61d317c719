import { type Asking, ask } from "./ask.ts"

const MOST_REDIRECTS = 10

export interface Place {
  readonly url: string
  readonly response: Response
}

/** Keeps cookies and follows redirects, as a browser does, until one leads to `end`. Throws Miss. */
export function browser(asking: Asking) {
  const jar = new Map<string, { readonly value: string; readonly path: string; readonly host: string }>()

  async function open(url: string, init: Omit<RequestInit, "headers"> = {}): Promise<Response> {
    const { host, pathname } = new URL(url)
    const sent = [...jar].filter(([, cookie]) => cookie.host === host && pathname.startsWith(cookie.path))
    const cookie = sent.map(([name, { value }]) => `${name}=${value}`).join("; ")
    const response = await ask(url, asking, { ...init, headers: cookie === "" ? {} : { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? "/"
      jar.set(name, { value, path, host })
    }
    return response
  }

  return async (url: string, end: string, init?: Omit<RequestInit, "headers">): Promise<Place> => {
    let [at, response] = [url, await open(url, init)]
    for (let redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
      const location = response.headers.get("location")
      if (location === null) break
      at = new URL(location, at).href
      if (at.startsWith(end)) break
      response = await open(at)
    }
    return { url: at, response }
  }
}

export type Browser = ReturnType<typeof browser>
