import { validationError } from "./errors.ts"

/** Unchecked wire input. */
export type Fields = Readonly<Record<string, unknown>>

/** Reads one field; throws ValidationException. */
export type Read<Value> = (name: string, value: unknown) => Value

/** AWS's names of schedules and groups. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
const IDENTIFIER = /^[0-9a-zA-Z-_.]{1,64}$/

export const text: Read<string> = (name, value) => {
  if (typeof value !== "string" || value === "") throw failed(name, value, "Member must not be null or empty")
  return value
}

export const identifier: Read<string> = (name, value) => {
  const found = text(name, value)
  if (IDENTIFIER.test(found)) return found
  throw failed(
    name,
    value,
    "Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$ and have at most 64 characters",
  )
}

export const record: Read<Fields> = (name, value) => {
  if (typeof value !== "object" || value === null) throw failed(name, value, "Member must not be null")
  return value as Fields
}

export function number(lowest: number, highest: number): Read<number> {
  return (name, value) => {
    if (typeof value === "number" && value >= lowest && value <= highest) return value
    throw failed(name, value, `Member must have value between ${lowest} and ${highest}`)
  }
}

export function choice<Value extends string>(...values: readonly Value[]): Read<Value> {
  return (name, value) => {
    const found = values.find((candidate) => candidate === value)
    if (found === undefined) throw failed(name, value, `Member must satisfy enum value set: [${values.join(", ")}]`)
    return found
  }
}

export function matching(pattern: RegExp): Read<string> {
  return (name, value) => {
    if (pattern.test(text(name, value))) return value as string
    throw failed(name, value, `Member must satisfy regular expression pattern: ${pattern.source}`)
  }
}

/** The field as `read` takes it; undefined where it is not there. */
export function optional<Value>(input: Fields, name: string, read: Read<Value>): Value | undefined {
  return input[name] === undefined || input[name] === null ? undefined : read(name, input[name])
}

function failed(name: string, value: unknown, constraint: string) {
  const field = name.charAt(0).toLowerCase() + name.slice(1)
  const shown = typeof value === "object" ? "null" : String(value ?? "null")
  return validationError(
    `1 validation error detected: Value '${shown}' at '${field}' failed to satisfy constraint: ${constraint}`,
  )
}
