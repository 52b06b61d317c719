import { listed } from "./describe-expressions.ts"
import { arrayPath, type FlatEvent } from "./flatten-event.ts"
import { holds } from "./holds.ts"
import type { Alternative, Constraint } from "./pattern-node.ts"

/** Why a field that has a right value does not match together with others that hold: their values are in different elements of an array. */
export function explainConflict(constraint: Constraint, held: Alternative, event: FlatEvent): string {
  const fields = smallestConflict(constraint, held, event)
  const arrays = sharedArrays(fields, event)
  const guilty = arrays.filter((path) => !holds(fields, withinArrays(event, path)))
  const paths = fields.map(({ path }) => path)
  const both = paths.length === 2 ? "both" : "all of"
  return `no element of ${listed(guilty.length > 0 ? guilty.slice(0, 1) : arrays, "and")} matches ${both} ${listed(paths, "and")}`
}

/** Leaves out whatever the conflict does not need. */
function smallestConflict(constraint: Constraint, held: Alternative, event: FlatEvent): Constraint[] {
  return held.reduceRight<Constraint[]>(
    (fields, candidate) => {
      const without = fields.filter((field) => field !== candidate)
      return holds(without, event) ? fields : without
    },
    [...held, constraint],
  )
}

/** Paths of the arrays that have values of two or more of the fields, outermost first. */
function sharedArrays(fields: readonly Constraint[], event: FlatEvent): string[] {
  const ofFields = fields.map(({ path }) => {
    const arrays = (event.get(path) ?? []).flatMap(({ membership }) => Object.keys(membership).map(arrayPath))
    return new Set(arrays)
  })
  const all = [...new Set(ofFields.flatMap((arrays) => [...arrays]))]
  const shared = all.filter((array) => ofFields.filter((arrays) => arrays.has(array)).length > 1)
  return shared.toSorted((one, other) => one.length - other.length)
}

/** The event as if its values were bound to elements of the arrays at one path only. */
function withinArrays(event: FlatEvent, path: string): FlatEvent {
  return new Map(
    [...event].map(([field, values]) => [
      field,
      values.map(({ value, membership }) => {
        const kept = Object.entries(membership).filter(([array]) => arrayPath(array) === path)
        return { value, membership: Object.fromEntries(kept) }
      }),
    ]),
  )
}
