import type { Written } from "@darkroom/catalog-model"

/** One part of a record and what else changes with it. */
export interface Change {
  /** Name of the part that the event owns. */
  readonly part: string
  readonly value: Written
  /** Attributes that are facts of the photo, the same whichever event brings them. */
  readonly facts?: Readonly<Record<string, unknown>>
  /** Parts that this one supersedes. */
  readonly remove?: readonly string[]
  /** A part whose presence makes this change pointless. */
  readonly unless?: string
  /** Fields of the part by which a newer one is told, the first that differs decides. Default: time, eventId. */
  readonly order?: readonly string[]
  /** Facts that are written only where nothing tells them yet. */
  readonly fallback?: Readonly<Record<string, unknown>>
}

const BY_TIME = ["time", "eventId"]

/** The change as DynamoDB takes it: only on a photo without a tombstone, and only over an older part. */
export function updateOf(imageId: string, change: Change) {
  const { part, value, facts = {}, fallback = {}, remove = [], unless, order = BY_TIME } = change
  const names: Record<string, string> = { "#part": part, "#imageId": "imageId" }
  const values: Record<string, unknown> = { ":value": value, ":imageId": imageId }
  const sets = ["#part = :value", "#imageId = :imageId"]
  Object.entries(facts).forEach(([name, fact], index) => {
    names[`#f${index}`] = name
    values[`:f${index}`] = fact
    sets.push(`#f${index} = :f${index}`)
  })
  Object.entries(fallback).forEach(([name, fact], index) => {
    names[`#d${index}`] = name
    values[`:d${index}`] = fact
    sets.push(`#d${index} = if_not_exists(#d${index}, :d${index})`)
  })
  remove.forEach((name, index) => (names[`#r${index}`] = name))
  if (unless) names["#unless"] = unless
  order.forEach((field, index) => {
    names[`#o${index}`] = field
    values[`:o${index}`] = (value as unknown as Record<string, unknown>)[field]
  })
  const removal = remove.length > 0 ? ` REMOVE ${remove.map((_, index) => `#r${index}`).join(", ")}` : ""
  const conditions = ["attribute_not_exists(deletedAt)", `(attribute_not_exists(#part) OR ${isNewer(order.length)})`]
  if (unless) conditions.push("attribute_not_exists(#unless)")
  return {
    UpdateExpression: `SET ${sets.join(", ")}${removal}`,
    ConditionExpression: conditions.join(" AND "),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  }
}

/** The record after the same change, where it is at hand; undefined where the change is not for it. */
export function changed(
  record: Readonly<Record<string, unknown>>,
  imageId: string,
  { part, value, facts = {}, fallback = {}, remove = [], unless, order = BY_TIME }: Change,
): Record<string, unknown> | undefined {
  const known = record[part]
  if (record["deletedAt"] !== undefined || (unless && record[unless] !== undefined)) return undefined
  if (known !== undefined && !isAtLeast(value, known as Written, order)) return undefined
  const missing = Object.entries(fallback).filter(([name]) => record[name] === undefined)
  const next = { ...record, ...Object.fromEntries(missing), ...facts, imageId, [part]: value }
  return Object.fromEntries(Object.entries(next).filter(([name]) => !remove.includes(name)))
}

/** By the first field that differs; where none does, it is the same part once more. */
function isAtLeast(value: Written, known: Written, order: readonly string[]): boolean {
  const fields = (part: Written, field: string) => (part as unknown as Record<string, string>)[field] ?? ""
  const differing = order.find((field) => fields(value, field) !== fields(known, field))
  return differing === undefined || fields(value, differing) > fields(known, differing)
}

/**
 * By the first of so many fields that differs; where none does, it is the same part once more. Without parentheses, since AND binds
 * more tightly than OR: the parser of the offline engine takes 20 times as long for nested ones.
 */
function isNewer(fields: number): string {
  const compared = (index: number, comparator: string) => `#part.#o${index} ${comparator} :o${index}`
  return Array.from({ length: fields }, (_, index) => {
    const same = Array.from({ length: index }, (_each, before) => compared(before, "="))
    return [...same, compared(index, index === fields - 1 ? "<=" : "<")].join(" AND ")
  }).join(" OR ")
}
