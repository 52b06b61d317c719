import type { CatalogDifference } from "@darkroom/events"
import { isDeepStrictEqual } from "node:util"
import { RECORD } from "@darkroom/catalog-model"
import type { Item } from "./memory-store.ts"

/** Which delivery of its cause made an event tells of that delivery, and nothing of the photo. */
const IGNORED = ["attempt"]

/** Where what there is and what was rebuilt differ, by item; of the record by attribute. */
export function differencesOf(actual: readonly Item[], rebuilt: readonly Item[]): CatalogDifference[] {
  const [has, is] = [byKey(actual), byKey(rebuilt)]
  return [...new Set([...has.keys(), ...is.keys()])].toSorted().flatMap((item) => {
    const [one, other] = [has.get(item), is.get(item)]
    if (isDeepStrictEqual(one, other)) return []
    if (item === RECORD && one && other) return attributesOf(one, other).map((attribute) => ({ item, ...attribute }))
    return [{ item, ...sides(one, other) }]
  })
}

function byKey(items: readonly Item[]): Map<string, object> {
  return new Map(
    items.map(({ pk: _, sk, ...item }) => [
      sk,
      Object.fromEntries(Object.entries(item).filter(([name]) => !IGNORED.includes(name))),
    ]),
  )
}

function attributesOf(has: object, is: object) {
  const [one, other] = [has, is] as Record<string, unknown>[]
  return [...new Set([...Object.keys(has), ...Object.keys(is)])]
    .toSorted()
    .filter((name) => !isDeepStrictEqual(one?.[name], other?.[name]))
    .map((attribute) => ({ attribute, ...sides(one?.[attribute], other?.[attribute]) }))
}

function sides(has: unknown, rebuilt: unknown) {
  return { ...(has === undefined ? {} : { has }), ...(rebuilt === undefined ? {} : { rebuilt }) }
}
