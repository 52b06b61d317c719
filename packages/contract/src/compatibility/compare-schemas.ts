import type { JsonSchema } from "@darkroom/events"
import { alternativesOf, kindOf, valuesOf } from "./alternatives.ts"
import { type Change, change } from "./change.ts"
import { compareConstraints, isUnconstrained } from "./compare-constraints.ts"

type Properties = Readonly<Record<string, JsonSchema>>

/**
 * How a schema differs from the released one, field by field. Both as an event looks on the bus: fields that have a default are
 * there. A consumer reads what it knows, so a new field breaks nobody; a new value of a closed set breaks who knows the set.
 */
export function compareSchemas(released: JsonSchema, present: JsonSchema, path = "data"): Change[] {
  const [before, after] = [alternativesOf(released), alternativesOf(present)]
  return [
    ...compareNull(before, after, path),
    ...compareValues(before, after, path),
    ...compareKinds(before, after, path),
  ]
}

const has = (alternatives: readonly JsonSchema[], kind: string) => alternatives.some((each) => kindOf(each) === kind)
const ofKind = (alternatives: readonly JsonSchema[], kind: string) =>
  alternatives.filter((each) => kindOf(each) === kind)

function compareNull(before: readonly JsonSchema[], after: readonly JsonSchema[], path: string): Change[] {
  const [was, is] = [before, after].map((alternatives) => has(alternatives, "null") || has(alternatives, "anything"))
  if (was === is) return []
  return is ? [change(path, "may now be null", "consumers")] : [change(path, "can no longer be null", "archive")]
}

/** A closed set against another one, or against everything of its kind. */
function compareValues(before: readonly JsonSchema[], after: readonly JsonSchema[], path: string): Change[] {
  const values = (alternatives: readonly JsonSchema[]) => ofKind(alternatives, "value").flatMap(valuesOf)
  const outside = (value: unknown, alternatives: readonly JsonSchema[]) =>
    !values(alternatives).includes(value) && !alternatives.some((each) => takesAnyOf(each, typeof value))
  const gone = values(before).filter((value) => outside(value, after))
  const added = values(after).filter((value) => outside(value, before))
  return [
    ...(gone.length > 0 ? [change(path, `can no longer be ${listed(gone)}`, "archive")] : []),
    ...(added.length > 0 ? [change(path, `may now be ${listed(added)}`, "consumers")] : []),
  ]
}

/** Whether it is open to every value of the type. */
function takesAnyOf(schema: JsonSchema, type: string): boolean {
  const kind = kindOf(schema)
  return kind === "anything" || (kind === type && isUnconstrained(schema))
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(" or ")
}

const COMPARED_BY_KIND = ["string", "number", "boolean", "array", "object", "anything"] as const

function compareKinds(before: readonly JsonSchema[], after: readonly JsonSchema[], path: string): Change[] {
  return COMPARED_BY_KIND.flatMap((kind) => {
    const [old, now] = [ofKind(before, kind), ofKind(after, kind)]
    if (old.length > 0 && now.length > 0) return compareAlike(old, now, path)
    if (old.length > 0 && !has(after, "anything")) return [change(path, `can no longer be any ${kind}`, "archive")]
    if (now.length > 0 && !has(before, "anything")) return [change(path, `may now be any ${kind}`, "consumers")]
    return []
  })
}

/** Alternatives of one kind; where there are several of it, by the constant that tells them apart. */
function compareAlike(before: readonly JsonSchema[], after: readonly JsonSchema[], path: string): Change[] {
  if (before.length === 1 && after.length === 1) return compareOne(before[0]!, after[0]!, path)
  const tag = discriminatorOf([...before, ...after])
  if (tag === undefined) {
    const same = JSON.stringify(before) === JSON.stringify(after)
    return same ? [] : [change(path, "has other alternatives", "consumers", "archive")]
  }
  const named = (alternatives: readonly JsonSchema[]) =>
    new Map(alternatives.map((each) => [propertiesOf(each)[tag]!["const"], each]))
  const [old, now] = [named(before), named(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const [was, is] = [old.get(name), now.get(name)]
    const place = `${path}(${tag}=${String(name)})`
    if (was === undefined) return [change(place, "is a new alternative", "consumers")]
    if (is === undefined) return [change(place, "is no alternative any more", "archive")]
    return compareOne(was, is, place)
  })
}

function discriminatorOf(alternatives: readonly JsonSchema[]): string | undefined {
  const [first = {}] = alternatives
  return Object.keys(propertiesOf(first)).find((name) =>
    alternatives.every((each) => propertiesOf(each)[name]?.["const"] !== undefined),
  )
}

function compareOne(before: JsonSchema, after: JsonSchema, path: string): Change[] {
  return [
    ...compareIntegers(before, after, path),
    ...compareConstraints(before, after, path),
    ...compareItems(before, after, path),
    ...compareProperties(before, after, path),
    ...compareOtherProperties(before, after, path),
  ]
}

function compareIntegers(before: JsonSchema, after: JsonSchema, path: string): Change[] {
  if (before["type"] === after["type"]) return []
  return after["type"] === "integer"
    ? [change(path, "has to be an integer", "archive")]
    : [change(path, "may now be no integer", "consumers")]
}

function compareItems({ items: before }: JsonSchema, { items: after }: JsonSchema, path: string): Change[] {
  if (before === undefined && after === undefined) return []
  return compareSchemas((before ?? {}) as JsonSchema, (after ?? {}) as JsonSchema, `${path}[]`)
}

function propertiesOf({ properties }: JsonSchema): Properties {
  return (properties ?? {}) as Properties
}

function compareProperties(before: JsonSchema, after: JsonSchema, path: string): Change[] {
  const [old, now] = [propertiesOf(before), propertiesOf(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((name) => {
    const [was, is] = [old[name], now[name]]
    const place = `${path}.${name}`
    if (is === undefined) return [change(place, "was removed", "consumers")]
    const lacking = isRequired(after, name) && !("default" in is)
    if (was === undefined) {
      return [
        lacking
          ? change(place, "is new and required, and archived events lack it", "archive")
          : change(place, "was added"),
      ]
    }
    const mayLack = !isRequired(before, name) || "default" in was
    return [
      ...(lacking && mayLack ? [change(place, "is required, and archived events may lack it", "archive")] : []),
      ...(isRequired(before, name) && !isRequired(after, name)
        ? [change(place, "may now be left out", "consumers")]
        : []),
      ...compareDefaults(was, is, place),
      ...compareSchemas(was, is, place),
    ]
  })
}

function isRequired({ required }: JsonSchema, name: string): boolean {
  return Array.isArray(required) && required.includes(name)
}

function compareDefaults(before: JsonSchema, after: JsonSchema, path: string): Change[] {
  if (!("default" in before && "default" in after)) return []
  const [was, is] = [before["default"], after["default"]].map((value) => JSON.stringify(value))
  return was === is ? [] : [change(path, `stands for ${is} where it is left out, which was ${was}`, "archive")]
}

/** Of a record, whose keys are not known before. */
function compareOtherProperties(before: JsonSchema, after: JsonSchema, path: string): Change[] {
  const [was, is] = [before["additionalProperties"], after["additionalProperties"]]
  if (was === undefined || was === false) return []
  if (is === false) return [change(path, "has no other fields any more", "consumers")]
  return compareSchemas(was as JsonSchema, (is ?? {}) as JsonSchema, `${path}.*`)
}
