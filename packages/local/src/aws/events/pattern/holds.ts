import type { FlatEvent, Membership } from "./flatten-event.ts"
import type { Alternative } from "./pattern-node.ts"

/** Looks for values, one a constraint, that all lie in the same element of each array that they share. */
export function holds(constraints: Alternative, event: FlatEvent, chosen: Membership = {}): boolean {
  const [first, ...rest] = constraints
  if (first === undefined) return true
  const values = event.get(first.path)
  if (values === undefined) return first.absent && holds(rest, event, chosen)
  return values.some(({ value, membership }) => {
    if (!agree(membership, chosen) || !first.tests.some((test) => test(value))) return false
    return holds(rest, event, { ...chosen, ...membership })
  })
}

function agree(one: Membership, other: Membership): boolean {
  return Object.keys(one).every((array) => other[array] === undefined || other[array] === one[array])
}
