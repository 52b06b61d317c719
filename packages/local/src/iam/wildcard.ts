/** Tests texts against a pattern of IAM: `*` is any characters, `?` is one. */
export function wildcard(pattern: string, flags = ""): (text: string) => boolean {
  const source = pattern.replace(/[.*+?^${}()|[\]\\]/g, (found) => ({ "*": ".*", "?": "." })[found] ?? `\\${found}`)
  const expression = new RegExp(`^${source}$`, `s${flags}`)
  return (text) => expression.test(text)
}

/** As above for ARNs: no wildcard reaches over a colon into the next of the six parts. */
export function arnWildcard(pattern: string): (text: string) => boolean {
  const parts = arnParts(pattern).map((part) => wildcard(part))
  return (text) => {
    const own = arnParts(text)
    return own.length === parts.length && parts.every((matches, index) => matches(own[index] ?? ""))
  }
}

function arnParts(arn: string): string[] {
  const parts = arn.split(":")
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(":")] : [])]
}
