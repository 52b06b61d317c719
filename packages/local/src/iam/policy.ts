import type { Statement } from "../graph.ts"
import { compileCondition } from "./condition.ts"
import { UnsupportedPolicy } from "../errors.ts"
import type { Need } from "./need.ts"
import { wildcard } from "./wildcard.ts"

export interface Decision {
  readonly allowed: boolean
  /** What decided; nothing allows where there is none. */
  readonly statement?: Statement
}

/** Whether a policy of these statements allows what is needed. Throws UnsupportedPolicy for one that it cannot judge. */
export function compilePolicy(statements: readonly Statement[], owner: string): (need: Need) => Decision {
  const compiled = statements.map((statement) => compileStatement(statement, owner))
  const denying = compiled.filter(({ effect }) => effect === "deny")
  const allowing = compiled.filter(({ effect }) => effect === "allow")
  return (need) => {
    const denied = denying.find(({ matches }) => matches(need))
    if (denied) return { allowed: false, statement: denied.statement }
    const allowed = allowing.find(({ matches }) => matches(need))
    return allowed ? { allowed: true, statement: allowed.statement } : { allowed: false }
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
function compileStatement(statement: Statement, owner: string) {
  checkStatement(statement, owner)
  const actions = statement.actions.map((action) => wildcard(action, "i"))
  const resources = statement.resources.map((resource) => wildcard(resource))
  const conditions = (statement.conditions ?? []).map((condition) => compileCondition(condition, owner))
  const matches = ({ action, resource, context = {} }: Need) =>
    actions.some((test) => test(action)) &&
    resources.some((test) => test(resource)) &&
    // On AWS every call comes by TLS; here none does.
    conditions.every((holds) => holds({ "aws:SecureTransport": "true", ...context }))
  return { statement, effect: statement.effect.toLowerCase(), matches }
}

const ELEMENTS = ["sid", "effect", "actions", "resources", "conditions"]

function checkStatement(statement: Statement, owner: string): void {
  const unknown = Object.keys(statement).find((name) => !ELEMENTS.includes(name))
  if (unknown !== undefined) throw new UnsupportedPolicy(owner, `a statement with ${unknown}`)
  if (!/^(allow|deny)$/i.test(statement.effect)) throw new UnsupportedPolicy(owner, `the effect ${statement.effect}`)
  const texts = [statement.resources, ...(statement.conditions ?? []).map(({ values }) => values)].flat()
  const variable = texts.find((text) => text.includes("${"))
  if (variable !== undefined) throw new UnsupportedPolicy(owner, `the policy variable in ${variable}`)
}
