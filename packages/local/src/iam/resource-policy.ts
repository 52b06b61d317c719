import { UnsupportedPolicy } from "../errors.ts"
import type { Need } from "./need.ts"
import { compileStatement } from "./policy.ts"
import { concernsEngine, isAbout, type Principal } from "./principals.ts"
import type { PolicyStatement } from "./statement.ts"

/** What a resource's policy says to a call; where it says nothing, a role's own policy decides alone. */
export type ResourceVerdict = "allowed" | "denied" | "silent"

export type ResourcePolicy = (principal: Principal, need: Need) => ResourceVerdict

/** Compiles the policy of a queue, topic, bucket or function. Throws UnsupportedPolicy. */
export function compileResourcePolicy(statements: readonly PolicyStatement[], owner: string): ResourcePolicy {
  for (const statement of statements) checkPrincipals(statement, owner)
  const compiled = statements
    .filter(concernsEngine)
    .map((statement) => ({ statement, matches: compileStatement(statement, owner) }))
  return (principal, need) => {
    const found = compiled.filter(({ statement, matches }) => isAbout(statement, principal) && matches(need))
    if (found.some(({ statement }) => statement.effect === "deny")) return "denied"
    return found.length > 0 ? "allowed" : "silent"
  }
}

function checkPrincipals({ effect, principals, notPrincipals }: PolicyStatement, owner: string): void {
  if ((principals === undefined) === (notPrincipals === undefined))
    throw new UnsupportedPolicy(owner, "a statement without one of principals and notPrincipals")
  // It would let in everybody else, of every account.
  if (effect === "allow" && notPrincipals !== undefined)
    throw new UnsupportedPolicy(owner, "a statement that allows with notPrincipals")
}
