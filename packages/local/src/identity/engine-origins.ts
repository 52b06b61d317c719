import { PAGE_PREFIX } from "../local-addresses.ts"

/** The names that a browser has for the engine. */
export function engineOrigins(url: string): string[] {
  const { origin, port } = new URL(url)
  return [origin, `http://localhost:${port}`]
}

/** The page's own addresses, to which a login or a logout may return beside those that the stacks allow. */
export function pageUrls(url: string): string[] {
  return engineOrigins(url).map((origin) => `${origin}${PAGE_PREFIX}`)
}

/** Whether an address is the page's or beneath it. */
export function isPageUrl(url: string, address: string): boolean {
  const parsed = URL.parse(address)
  // Written in full: what a browser would make of `..` or of another's name and password must not pass for it.
  return (
    parsed !== null &&
    parsed.href === address &&
    parsed.hash === "" &&
    pageUrls(url).some((page) => address.startsWith(page))
  )
}
