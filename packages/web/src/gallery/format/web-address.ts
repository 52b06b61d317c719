/** A link that recognition gave along, often without its scheme; null where it leads to no website. */
export function webAddress(url: string): { readonly href: string; readonly site: string } | null {
  const whole = /^https?:\/\//i.test(url) ? url : `https://${url}`
  if (!URL.canParse(whole)) return null
  const { href, hostname } = new URL(whole)
  return hostname.includes(".") ? { href, site: hostname.replace(/^www\./, "") } : null
}
