import { explainConflict } from "./explain-conflict.ts"
import { flattenEvent, type FlatEvent } from "./flatten-event.ts"
import { describeExpressions, shown } from "./describe-expressions.ts"
import { foundAt } from "./found-at.ts"
import { holds } from "./holds.ts"
import { parsePattern } from "./parse-pattern.ts"
import { alternativesOf, combine, type Alternative, type Constraint, type PatternNode } from "./pattern-node.ts"
import type { JsonObject } from "./value.ts"

/** Why an event does not match a pattern. */
export interface Mismatch {
  /** The first field, in the pattern's order, that does not match, such as `detail.data.size`; that of `$or` ends with it. */
  readonly path: string
  /** The pattern's comparisons at that field, or the branches of `$or`. */
  readonly expected: unknown
  /** What the event has there, undefined where it has nothing; a list of what its elements have where the field is in an array. */
  readonly found: unknown
  /** One sentence. */
  readonly reason: string
}

interface Subject {
  readonly event: JsonObject
  readonly flat: FlatEvent
}

/** Says what keeps an event from matching; undefined where it matches. Throws InvalidEventPatternException. */
export function explainPattern(pattern: unknown, event: object): Mismatch | undefined {
  const { node } = parsePattern(pattern)
  return explainNode(node, [[]], { event: { ...event }, flat: flattenEvent({ ...event }) })
}

/** `before` is what the pattern asks up to here: of those alternatives one holds. */
function explainNode(node: PatternNode, before: readonly Alternative[], subject: Subject): Mismatch | undefined {
  if (node.kind === "field") return explainField(node.constraint, before, subject)
  if (node.kind === "or") return explainOr(node, before, subject)
  let soFar = before
  for (const child of node.children) {
    const mismatch = explainNode(child, soFar, subject)
    if (mismatch !== undefined) return mismatch
    soFar = combine(soFar, alternativesOf(child))
  }
  return undefined
}

function explainOr(
  { path, children, branches }: Extract<PatternNode, { kind: "or" }>,
  before: readonly Alternative[],
  subject: Subject,
): Mismatch | undefined {
  const reasons: string[] = []
  for (const child of children) {
    const mismatch = explainNode(child, before, subject)
    if (mismatch === undefined) return undefined
    reasons.push(`(${reasons.length + 1}) ${mismatch.reason}`)
  }
  const reason = `no alternative of ${path} matches: ${reasons.join(", ")}`
  return { path, expected: branches, found: undefined, reason }
}

function explainField(
  constraint: Constraint,
  before: readonly Alternative[],
  { event, flat }: Subject,
): Mismatch | undefined {
  const [held, ...others] = before.filter((alternative) => holds(alternative, flat))
  if (held === undefined) throw new Error(`No alternative holds before ${constraint.path}`)
  if ([held, ...others].some((alternative) => holds([...alternative, constraint], flat))) return undefined
  const { path, elements: expected } = constraint
  const found = foundAt(event, path)
  const reason = holds([constraint], flat)
    ? explainConflict(constraint, held, flat)
    : reasonOf(constraint, found, flat.has(path))
  return { path, expected, found, reason }
}

function reasonOf({ path, tests, elements }: Constraint, found: unknown, hasValue: boolean): string {
  const wants = tests.length === 0 ? "it to be absent" : describeExpressions(elements)
  if (found === undefined) return `${path} is absent; the rule wants ${wants}`
  if (hasValue) return `${path} is ${shown(found)}; the rule wants ${wants}`
  return `${path} is ${shown(found)}, which has no value of its own; the rule wants ${wants}`
}
