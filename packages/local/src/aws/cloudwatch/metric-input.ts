import { invalidParameterValue, missingParameter } from "./errors.ts"
import { MAX_DIMENSION_VALUE_LENGTH, MAX_DIMENSIONS, MAX_NAME_LENGTH } from "./limits.ts"
import type { Dimensions } from "./sample.ts"
import { UNITS } from "./unit.ts"

// What several operations read from their input, each told where it is, as AWS's messages say it.

export function requiredText(path: string, value: unknown, longest = MAX_NAME_LENGTH): string {
  if (typeof value !== "string" || value.trim() === "") throw missingParameter(path)
  // oxlint-disable-next-line no-control-regex -- AWS refuses them
  if (/[\u0000-\u001f\u007f]/.test(value)) throw invalidValue(path, value)
  if (value.length > longest)
    throw invalidParameterValue(`The parameter ${path} must be shorter than ${longest + 1} characters.`)
  return value
}

/** Metrics' names and dimensions' values are ASCII only. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html */
export function dimensionsInput(path: string, value: unknown): Dimensions {
  const entries = listInput(path, value, MAX_DIMENSIONS).map((entry, index) => {
    const { Name, Value } = Object(entry) as { Name?: unknown; Value?: unknown }
    const at = `${path}.member.${index + 1}`
    const name = requiredText(`${at}.Name`, Name)
    if (name.startsWith(":")) throw invalidValue(`${at}.Name`, name)
    return [name, requiredText(`${at}.Value`, Value, MAX_DIMENSION_VALUE_LENGTH)] as const
  })
  const dimensions = Object.fromEntries(entries)
  if (Object.keys(dimensions).length < entries.length)
    throw invalidParameterValue(`No two dimensions of the parameter ${path} may have the same name.`)
  return dimensions
}

export function dimensionsOutput(dimensions: Dimensions) {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
}

export function unitInput(path: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (UNITS.includes(String(value))) return String(value)
  throw invalidParameterValue(`The parameter ${path} must be a value in the set [ ${UNITS.join(", ")} ].`)
}

export function listInput(path: string, value: unknown, longest: number): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  if (list.length > longest)
    throw invalidParameterValue(`The collection ${path} must not have a size greater than ${longest}.`)
  return list
}

/** Milliseconds, from the seconds since the epoch that the protocol has. */
export function timeInput(path: string, value: unknown): number {
  if (value === undefined || value === null) throw missingParameter(path)
  if (typeof value !== "number" || !Number.isFinite(value)) throw invalidValue(path, value)
  return Math.round(value * 1000)
}

export function invalidValue(path: string, value: unknown) {
  return invalidParameterValue(`The value ${String(value)} for parameter ${path} is invalid.`)
}
