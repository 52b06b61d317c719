/** What a pattern can be compared with: objects and arrays are only ways to such values. */
export type Value = string | number | boolean | null

export type ValueTest = (value: Value) => boolean

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** A test that only strings can pass. */
export function ofString(test: (text: string) => boolean): ValueTest {
  return (value) => typeof value === "string" && test(value)
}
