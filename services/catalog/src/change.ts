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
}

/** The change as DynamoDB takes it: only on a photo without a tombstone, and only over an older part. */
export function updateOf(imageId: string, { part, value, facts = {}, remove = [], unless }: Change) {
  const names: Record<string, string> = { "#part": part, "#time": "time", "#imageId": "imageId" }
  const values: Record<string, unknown> = { ":value": value, ":time": value.time, ":imageId": imageId }
  const sets = ["#part = :value", "#imageId = :imageId"]
  Object.entries(facts).forEach(([name, fact], index) => {
    names[`#f${index}`] = name
    values[`:f${index}`] = fact
    sets.push(`#f${index} = :f${index}`)
  })
  remove.forEach((name, index) => (names[`#r${index}`] = name))
  if (unless) names["#unless"] = unless
  const removal = remove.length > 0 ? ` REMOVE ${remove.map((_, index) => `#r${index}`).join(", ")}` : ""
  const conditions = ["attribute_not_exists(deletedAt)", "(attribute_not_exists(#part) OR #part.#time <= :time)"]
  if (unless) conditions.push("attribute_not_exists(#unless)")
  return {
    UpdateExpression: `SET ${sets.join(", ")}${removal}`,
    ConditionExpression: conditions.join(" AND "),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  }
}
