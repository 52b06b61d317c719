const KINDS = ["faces", "celebrities", "text"] as const

/** A list that is not there was not asked for. */
type Lists = { readonly [Kind in (typeof KINDS)[number] | "moderation"]?: readonly unknown[] | undefined }

/** What was looked for in vain, in sentences; empty where that is nothing. */
export function nothingFound(findings: Lists): string {
  const kinds = KINDS.filter((kind) => findings[kind]?.length === 0)
  const list = new Intl.ListFormat("en", { type: "disjunction" }).format(kinds)
  return [
    kinds.length === 0 ? "" : `No ${list} found.`,
    findings.moderation?.length === 0 ? "Nothing sensitive found." : "",
  ]
    .filter(Boolean)
    .join(" ")
}
