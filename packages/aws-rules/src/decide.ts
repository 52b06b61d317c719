import { covers } from "./glob.ts"
import type { Condition, Policy, Statement } from "./policies.ts"

export interface Call {
  readonly action: string
  readonly resource: string
  /** Values of condition keys. */
  readonly context?: Readonly<Record<string, string>>
}

/**
 * What the policies of one principal say of a call: a statement that denies it wins. They are of one type, such as all identity-based ones.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(policies: readonly Policy[], call: Call): "allowed" | "denied" | "not allowed" {
  const matching = policies.flatMap(({ statements }) => statements).filter((statement) => isAbout(statement, call))
  if (matching.some(({ effect }) => effect === "Deny")) return "denied"
  return matching.length > 0 ? "allowed" : "not allowed"
}

function isAbout({ actions, resources, notResources, conditions }: Statement, call: Call): boolean {
  const onResource =
    notResources === undefined
      ? resources.some((pattern) => covers(pattern, call.resource))
      : !notResources.some((pattern) => covers(pattern, call.resource))
  const onAction = actions.some((pattern) => covers(pattern.toLowerCase(), call.action.toLowerCase()))
  return onResource && onAction && conditions.every((condition) => holds(condition, call.context ?? {}))
}

/** A key that the call does not have: an operator with Not holds, any other does not. */
function holds({ test, key, values }: Condition, context: NonNullable<Call["context"]>): boolean {
  const [, negated] = /^(?:String|Arn)(Not)?(?:Equals|Like)$/.exec(test) ?? unsupported(test)
  const value = context[key]
  const matches = value !== undefined && values.some((pattern) => covers(pattern, value))
  return matches !== (negated === "Not")
}

function unsupported(test: string): never {
  throw new Error(`The condition operator ${test} is not supported`)
}
