/** What a rule's pattern asks of one event. */
export interface EventPattern {
  readonly source: string[]
  readonly "detail-type": string[]
  /** Which of the event's versions. Left out: there is one. */
  readonly detail?: { readonly metadata: Readonly<Record<string, unknown[]>> }
}

interface Lane {
  readonly detail?: { readonly metadata: Readonly<Record<string, unknown[]>> }
}

/**
 * One EventBridge pattern for all of these events, in a lane. Events in several versions are alternatives of their own.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or
 */
export function rulePattern(events: readonly { pattern: EventPattern }[], lane: Lane = {}): object {
  const plain = events.filter(({ pattern }) => pattern.detail === undefined)
  const versioned = events.filter(({ pattern }) => pattern.detail !== undefined)
  const together = {
    source: [...new Set(plain.flatMap(({ pattern }) => pattern.source))],
    "detail-type": plain.flatMap(({ pattern }) => pattern["detail-type"]),
  }
  const alternatives: EventPattern[] = [
    ...(plain.length > 0 ? [together] : []),
    ...versioned.map(({ pattern }) => pattern),
  ]
  const [first, ...others] = alternatives.map((pattern) => inLane(pattern, lane))
  return others.length === 0 ? (first ?? {}) : { $or: [first, ...others] }
}

function inLane(pattern: EventPattern, lane: Lane): object {
  const metadata = { ...lane.detail?.metadata, ...pattern.detail?.metadata }
  return Object.keys(metadata).length === 0 ? pattern : { ...pattern, detail: { metadata } }
}
