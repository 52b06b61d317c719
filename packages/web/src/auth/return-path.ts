/** Where to go after the login: only ever a place within the page, never an address from elsewhere. */
export function returnPath(wanted: unknown, base: string): string {
  const root = new URL(".", base)
  if (typeof wanted !== "string") return root.pathname
  const url = URL.canParse(wanted, root) ? new URL(wanted, root) : root
  const within = url.origin === root.origin && url.pathname.startsWith(root.pathname)
  return within && !isCallback(url, base) ? `${url.pathname}${url.search}` : root.pathname
}

/** The provider sends the browser back here. */
export function callbackUrl(base: string): string {
  return new URL("callback", base).href
}

/** Whether this address is the one that the provider sends the browser back to. */
export function isCallback(url: URL, base: string): boolean {
  return url.pathname === new URL(callbackUrl(base)).pathname
}
