import { isObject, type JsonObject, type Value } from "./value.ts"

/** Which element of which array a value was found in. An array is named by its number and its path: `0 detail.items`. */
export type Membership = Readonly<Record<string, number>>

export interface FoundValue {
  readonly value: Value
  readonly membership: Membership
}

export type FlatEvent = ReadonlyMap<string, readonly FoundValue[]>

/** An event's values by their path of keys joined by dots. Arrays add no key; their elements are alternatives. */
export function flattenEvent(event: JsonObject): FlatEvent {
  const found = new Map<string, FoundValue[]>()
  let arrays = 0

  function visit(value: unknown, path: string, membership: Membership): void {
    if (isObject(value)) {
      for (const [key, child] of Object.entries(value)) visit(child, path === "" ? key : `${path}.${key}`, membership)
    } else if (Array.isArray(value)) {
      const array = `${arrays++} ${path}`
      // Plain elements of one array may satisfy different fields, so only objects and arrays in it bind to their place.
      value.forEach((child, index) =>
        visit(
          child,
          path,
          typeof child === "object" && child !== null ? { ...membership, [array]: index } : membership,
        ),
      )
    } else {
      const values = found.get(path)
      if (values) values.push({ value: value as Value, membership })
      else found.set(path, [{ value: value as Value, membership }])
    }
  }

  visit(event, "", {})
  return found
}

/** The path of an array that a membership names. */
export function arrayPath(array: string): string {
  return array.slice(array.indexOf(" ") + 1)
}
