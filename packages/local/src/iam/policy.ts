import type { Statement } from "../graph.ts"
import { UnsupportedPolicy } from "../errors.ts"
import { compileCondition } from "./condition.ts"
import type { ConditionContext, Need } from "./need.ts"
import { withVariables } from "./policy-variables.ts"
import { type PolicyStatement, readStatement } from "./statement.ts"
import { wildcard } from "./wildcard.ts"

export interface Decision {
  readonly allowed: boolean
  /** What decided: all that allow, or all that deny. Nothing allows where there is none. */
  readonly statements: readonly Statement[]
}

/** Whether a policy of these statements allows what is needed. Throws UnsupportedPolicy for one that it cannot judge. */
export function compilePolicy(statements: readonly Statement[], owner: string): (need: Need) => Decision {
  const compiled = statements.map((statement) => {
    const read = readStatement(statement, owner)
    const principal = read.principals ?? read.notPrincipals
    if (principal !== undefined) throw new UnsupportedPolicy(owner, "a statement with a principal")
    return { statement, effect: read.effect, matches: compileStatement(read, owner) }
  })
  return (need) => {
    const matching = compiled.filter(({ matches }) => matches(need))
    const denying = matching.filter(({ effect }) => effect === "deny")
    const deciding = denying.length > 0 ? denying : matching
    const allowed = denying.length === 0 && matching.length > 0
    return { allowed, statements: deciding.map(({ statement }) => statement) }
  }
}

/** Whether a statement is about what is needed, whoever needs it. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export function compileStatement(statement: PolicyStatement, owner: string): (need: Need) => boolean {
  const { actions, notActions = [], resources, notResources = [], conditions } = statement
  const isAction = anyOf(actions ?? notActions, owner, (action) => wildcard(action, "i"))
  const isResource = anyOf(resources ?? notResources, owner, wildcard)
  const holding = conditions.map((condition) => compileCondition(condition, owner))
  return ({ action, resource, context = {} }) => {
    // The SDKs reach AWS by TLS; the offline endpoint is plain HTTP on the loopback interface, which a policy that
    // denies aws:SecureTransport=false must not take for an open network: there every call would be denied.
    const full = { "aws:SecureTransport": "true", ...context }
    return (
      isAction(action, full) === (actions !== undefined) &&
      isResource(resource, full) === (resources !== undefined) &&
      holding.every((holds) => holds(full))
    )
  }
}

function anyOf(patterns: readonly string[], owner: string, build: (pattern: string) => (text: string) => boolean) {
  const tests = patterns.map((pattern) => withVariables(pattern, owner, build))
  return (text: string, context: ConditionContext) => tests.some((matches) => matches(text, context))
}
