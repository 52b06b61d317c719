import type http from "node:http"
import { isOwnHost } from "./own-host.ts"

type Asked = Parameters<typeof isOwnHost>[0] & Pick<http.IncomingMessage, "method">

/** Requests that a person or a page of the engine's own made. https://www.w3.org/TR/fetch-metadata/ */
const OWN_SITES = new Set(["same-origin", "none"])

/**
 * Why the engine refuses a request; undefined where it takes it. Any page on the web can make a browser send requests to
 * this machine, and the engine's access key is no secret. Such a request names another host (DNS rebinding), or the browser
 * says that another site sent it. Other clients send no such header.
 * `isAllowed`: whether the app itself takes requests from that site.
 */
export function refusalOf(request: Asked, isAllowed: () => boolean = () => false): string | undefined {
  if (!isOwnHost(request)) return "Only for this machine."
  return !isFromElsewhere(request) || isNavigation(request) || isAllowed() ? undefined : ELSEWHERE
}

export const ELSEWHERE = "Only for the engine's own pages, and for the origins that the app's CORS rules name."

/** Whether a browser says that a page of another origin sent the request. Pages cannot set either header. */
export function isFromElsewhere({ headers }: Pick<http.IncomingMessage, "headers">): boolean {
  const { origin, host, "sec-fetch-site": site } = headers
  // A form of a page that sends no referrer has the origin "null", also where it stays on its own site.
  return site === undefined ? origin !== undefined && origin !== `http://${host}` : !OWN_SITES.has(String(site))
}

/** Whether a browser sent the request. Pages can neither set nor omit these headers. Node sends other Sec-Fetch headers too, so they tell nothing. */
export function isByBrowser(headers: Readonly<Record<string, unknown>>): boolean {
  return headers["sec-fetch-site"] !== undefined || headers["origin"] !== undefined
}

/** A link or redirect from another page, such as to the gallery. That page reads nothing, and a GET changes nothing. */
function isNavigation({ method, headers }: Asked): boolean {
  return (
    method === "GET" &&
    headers.origin === undefined &&
    headers["sec-fetch-mode"] === "navigate" &&
    headers["sec-fetch-dest"] === "document"
  )
}
