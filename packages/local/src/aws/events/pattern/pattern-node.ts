import { invalidPattern } from "./errors.ts"
import type { ValueTest } from "./value.ts"

/** What a pattern asks of one field. */
export interface Constraint {
  /** Keys joined by dots: for EventBridge `{"a":{"b":1}}` and `{"a.b":1}` are one. */
  readonly path: string
  readonly tests: readonly ValueTest[]
  /** The field may also be missing. */
  readonly absent: boolean
  /** The comparisons as the pattern has them. */
  readonly elements: readonly unknown[]
}

/** A pattern, read: in its own order. */
export type PatternNode =
  | { readonly kind: "field"; readonly constraint: Constraint }
  | { readonly kind: "all"; readonly children: readonly PatternNode[] }
  | {
      readonly kind: "or"
      readonly path: string
      readonly children: readonly PatternNode[]
      readonly branches: readonly unknown[]
    }

/** All constraints hold. */
export type Alternative = readonly Constraint[]

// EventBridge refuses patterns of more than about a million combinations; a laptop should not try them either.
const MAX_ALTERNATIVES = 10_000

/** The alternatives of which one must hold; there is one, but for `$or`. Throws InvalidEventPatternException. */
export function alternativesOf(node: PatternNode): Alternative[] {
  if (node.kind === "field") return [[node.constraint]]
  if (node.kind === "or") return node.children.flatMap(alternativesOf)
  return node.children.reduce<Alternative[]>((left, child) => combine(left, alternativesOf(child)), [[]])
}

/** Each of the one with each of the other. */
export function combine(left: readonly Alternative[], right: readonly Alternative[]): Alternative[] {
  if (left.length * right.length > MAX_ALTERNATIVES)
    throw invalidPattern("Rule is too complex - try using fewer $or combinations")
  return left.flatMap((one) => right.map((other) => [...one, ...other]))
}
