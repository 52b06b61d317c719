import { isObject, type JsonObject } from "./value.ts"

/** What an event has at a path of keys joined by dots: a list of it where several elements of arrays have the field; undefined for nothing. */
export function foundAt(event: JsonObject, path: string): unknown {
  const found: unknown[] = []

  function visit(value: unknown, at: string): void {
    if (Array.isArray(value)) value.forEach((child) => visit(child, at))
    if (!isObject(value)) return
    for (const [key, child] of Object.entries(value)) {
      const below = at === "" ? key : `${at}.${key}`
      if (below === path) found.push(child)
      if (below === "" || below === path || path.startsWith(`${below}.`)) visit(child, below)
    }
  }

  visit(event, "")
  return found.length > 1 ? found : found[0]
}
