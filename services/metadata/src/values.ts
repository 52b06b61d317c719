const MAX_LENGTH = 200

/** A tag's text: to its NUL, without control characters, trimmed, at most 200 characters; null where nothing is left. */
export function textOf(value: unknown): string | null {
  if (typeof value !== "string") return null
  const text = value
    .split("\0", 1)[0]!
    .replace(/\p{Cc}/gu, " ")
    .trim()
  return text === "" ? null : Array.from(text).slice(0, MAX_LENGTH).join("").trimEnd()
}

/** A tag's number, or its first one; null where it is no finite number (0/0 and n/0 of rationals among them). */
export function numberOf(value: unknown): number | null {
  const [first] = numbersOf(value)
  return first !== undefined && Number.isFinite(first) ? first : null
}

/** The same, above zero and to six digits: what a rational means, without its binary dust. */
export function positiveOf(value: unknown): number | null {
  const number = numberOf(value)
  return number !== null && number > 0 ? Number(number.toPrecision(6)) : null
}

/** A tag's numbers as they are, NaN and Infinity included. */
export function numbersOf(value: unknown): readonly number[] {
  if (typeof value === "number") return [value]
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return Array.from(value as ArrayLike<unknown>, (item) => (typeof item === "number" ? item : Number.NaN))
  }
  return []
}
