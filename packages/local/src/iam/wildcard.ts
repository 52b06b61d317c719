/** Tests texts against a pattern of IAM: `*` is any characters, `?` is one; `${*}`, `${?}` and `${$}` are those characters themselves. */
export function wildcard(pattern: string, flags = ""): (text: string) => boolean {
  const source = pattern.replace(
    /\$\{([*?$])\}|[.*+?^${}()|[\]\\]/g,
    (found, literal?: string) => ({ "*": ".*", "?": "." })[found] ?? `\\${literal ?? found}`,
  )
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

/** A text as a pattern that matches this text alone. */
export function literally(text: string): string {
  return text.replace(/[*?$]/g, (character) => `\${${character}}`)
}

function arnParts(arn: string): string[] {
  const parts = arn.split(":")
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(":")] : [])]
}
