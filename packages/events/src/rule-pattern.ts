/** What a rule's pattern asks of an event. */
export interface EventPattern {
  readonly source: string[]
  readonly "detail-type": string[]
  readonly detail?: MetadataPattern
}

interface MetadataPattern {
  readonly metadata: Readonly<Record<string, unknown[]>>
}

/**
 * EventBridge patterns that match all of these events, within a lane: one for those in their present version, and one for each
 * earlier version that is consumed.
 */
export function rulePatterns(
  events: readonly { readonly pattern: EventPattern }[],
  lane: { readonly detail?: MetadataPattern } = {},
): EventPattern[] {
  const versions = new Set(events.map(versionOf).toSorted((one, other) => one - other))
  return [...versions].map((version) => {
    const patterns = events.filter((event) => versionOf(event) === version).map(({ pattern }) => pattern)
    const metadata = Object.assign(
      {},
      lane.detail?.metadata,
      ...patterns.map(({ detail }) => detail?.metadata),
    ) as object
    return {
      source: [...new Set(patterns.flatMap(({ source }) => source))],
      "detail-type": patterns.flatMap((pattern) => pattern["detail-type"]),
      ...(Object.keys(metadata).length === 0 ? {} : { detail: { metadata: metadata as MetadataPattern["metadata"] } }),
    }
  })
}

/** 0 for the present one. */
function versionOf({ pattern }: { readonly pattern: EventPattern }): number {
  return Number(pattern.detail?.metadata["version"]?.[0] ?? 0)
}
