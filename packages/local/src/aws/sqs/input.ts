import { invalidParameter, missingParameter } from "./errors.ts"

export const MAX_MESSAGE_BYTES = 1_048_576
export const MAX_DELAY_SECONDS = 900
export const MAX_VISIBILITY_SECONDS = 43_200
export const MAX_WAIT_SECONDS = 20
export const MAX_LISTED = 1_000
export const MAX_BATCH = 10
export const MAX_MOVES_PER_SECOND = 500
export const MAX_LISTED_MOVE_TASKS = 10

/** A whole number of the request between two bounds, or undefined where the request does not have it. */
export function optionalNumber(name: string, value: unknown, low: number, high: number): number | undefined {
  if (value === undefined || value === null) return undefined
  const number = Number(value)
  if (Number.isInteger(number) && number >= low && number <= high) return number
  throw invalidParameter(name, `Must be between ${low} and ${high}, if provided.`, value)
}

export function requiredNumber(name: string, value: unknown, low: number, high: number): number {
  const number = optionalNumber(name, value, low, high)
  if (number === undefined) throw missingParameter(name)
  return number
}

export function requiredString(name: string, value: unknown): string {
  if (typeof value !== "string" || value === "") throw missingParameter(name)
  return value
}

export function stringList(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
