import { UnsupportedPolicy } from "../errors.ts"
import type { Condition } from "./condition.ts"

/** A principal of a resource's policy, such as `{ type: "Service", id: "events.amazonaws.com" }`; everybody is `{ type: "*", id: "*" }`. */
export interface NamedPrincipal {
  readonly type: string
  readonly id: string
}

/** A statement of either form, with all that it can say. */
export interface PolicyStatement {
  readonly effect: "allow" | "deny"
  readonly actions?: readonly string[]
  readonly notActions?: readonly string[]
  readonly resources?: readonly string[]
  readonly notResources?: readonly string[]
  readonly conditions: readonly Condition[]
  readonly principals?: readonly NamedPrincipal[]
  readonly notPrincipals?: readonly NamedPrincipal[]
}

type Json = Readonly<Record<string, unknown>>

/** A policy document's own names, and those by which Pulumi's getPolicyDocument has the same. */
const NAMES: Readonly<Record<string, keyof PolicyStatement | "sid">> = {
  Sid: "sid",
  Effect: "effect",
  Action: "actions",
  NotAction: "notActions",
  Resource: "resources",
  NotResource: "notResources",
  Condition: "conditions",
  Principal: "principals",
  NotPrincipal: "notPrincipals",
}

const ALTERNATIVES = [
  ["actions", "notActions"],
  ["resources", "notResources"],
] as const

/**
 * The statements of a policy: of a document as AWS has it, of one as Pulumi's getPolicyDocument describes it, or of the
 * JSON of either. None where there is no policy. Throws UnsupportedPolicy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function policyStatements(policy: unknown, owner: string): PolicyStatement[] {
  if (policy === undefined || policy === null) return []
  const document = (typeof policy === "string" ? JSON.parse(policy) : policy) as Json
  if (document["overridePolicyDocuments"] !== undefined)
    throw new UnsupportedPolicy(owner, "documents that override one another")
  const sources = listOf(document["sourcePolicyDocuments"])
  const own = listOf(document["Statement"] ?? document["statements"])
  checkVersion(document, own, owner)
  return [
    ...sources.flatMap((source) => policyStatements(source, owner)),
    ...own.map((statement) => readStatement(statement as object, owner)),
  ]
}

/** One statement of either form. Throws UnsupportedPolicy. */
export function readStatement(statement: object, owner: string): PolicyStatement {
  const given = Object.entries(statement).filter(([, value]) => value !== undefined)
  const parts = Object.fromEntries(given.map(([name, value]) => [NAMES[name] ?? name, value]))
  const unknown = Object.keys(parts).find((name) => !Object.values<string>(NAMES).includes(name))
  if (unknown !== undefined) throw new UnsupportedPolicy(owner, `a statement with ${unknown}`)
  for (const [name, contrary] of ALTERNATIVES) checkEither(parts, name, contrary, owner)
  const { effect = "Allow", conditions, principals, notPrincipals } = parts
  if (!/^(allow|deny)$/i.test(String(effect))) throw new UnsupportedPolicy(owner, `the effect ${String(effect)}`)
  const lists = ["actions", "notActions", "resources", "notResources"].filter((name) => name in parts)
  return {
    effect: String(effect).toLowerCase() as PolicyStatement["effect"],
    ...Object.fromEntries(lists.map((name) => [name, listOf(parts[name])])),
    conditions: readConditions(conditions),
    ...(principals === undefined ? {} : { principals: readPrincipals(principals) }),
    ...(notPrincipals === undefined ? {} : { notPrincipals: readPrincipals(notPrincipals) }),
  }
}

/** A statement says one of each; without both it would be about everything. */
function checkEither(parts: Json, name: string, contrary: string, owner: string): void {
  if (name in parts !== contrary in parts) return
  const what = name in parts ? `both ${name} and ${contrary}` : `neither ${name} nor ${contrary}`
  throw new UnsupportedPolicy(owner, `a statement with ${what}`)
}

/** Documents of before 2012 take a policy variable for plain text. */
function checkVersion(document: Json, statements: readonly unknown[], owner: string): void {
  const old = "Statement" in document && document["Version"] !== "2012-10-17"
  if (old && JSON.stringify(statements).includes("${"))
    throw new UnsupportedPolicy(owner, "a policy variable without the Version 2012-10-17")
}

/** `{ StringEquals: { key: value } }`, or a list of `{ test, variable, values }`. */
function readConditions(conditions: unknown = []): Condition[] {
  if (Array.isArray(conditions)) return conditions as Condition[]
  return Object.entries(conditions as Record<string, Json>).flatMap(([test, variables]) =>
    Object.entries(variables).map(([variable, values]) => ({ test, variable, values: listOf(values).map(String) })),
  )
}

/** `"*"`, `{ Service: name }`, or a list of `{ type, identifiers }`. */
function readPrincipals(principals: unknown): NamedPrincipal[] {
  if (principals === "*") return [{ type: "*", id: "*" }]
  const groups = Array.isArray(principals)
    ? (principals as { type: string; identifiers: unknown }[])
    : Object.entries(principals as Json).map(([type, identifiers]) => ({ type, identifiers }))
  return groups.flatMap(({ type, identifiers }) => listOf(identifiers).map((id) => ({ type, id: String(id) })))
}

function listOf(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : [value].flat()
}
