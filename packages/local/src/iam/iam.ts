import type { FunctionNode, Statement } from "../graph.ts"
import { deniedMessage } from "./errors.ts"
import type { Need } from "./need.ts"
import { compilePolicy } from "./policy.ts"

/** A call that was refused. */
export interface Denial {
  /** The function that called, or the AWS service that acted by itself, such as `events.amazonaws.com`. */
  readonly functionId: string
  readonly action: string
  readonly resource: string
}

/** What a function is granted, and which of it it has used since the start. */
export interface UsedPermissions {
  readonly functionId: string
  readonly statements: readonly { readonly statement: Statement; readonly used: readonly string[] }[]
}

export interface Iam {
  /** Why the caller may not, in AWS's words; undefined where it may. Counts as a use, and reports what it denies. */
  refusal(principal: string, need: Need): string | undefined
  knows(accessKeyId: string): boolean
  usedPermissions(): UsedPermissions[]
}

/** The account's owner: may do everything, as whoever deploys may. */
export const OWNER = "local"

/** The functions' permissions, by their ids. Throws UnsupportedPolicy for a policy that the engine cannot judge. */
export function openIam(
  functions: readonly Pick<FunctionNode, "id" | "statements">[],
  onDenied: (denial: Denial) => void = () => {},
): Iam {
  const policies = new Map(functions.map(({ id, statements }) => [id, compilePolicy(statements, `function ${id}`)]))
  const used = new Map<Statement, Set<string>>()
  const record = (statement: Statement, action: string) => {
    used.set(statement, (used.get(statement) ?? new Set()).add(action))
  }
  return {
    knows: (accessKeyId) => accessKeyId === OWNER || policies.has(accessKeyId),
    refusal(principal, need) {
      if (principal === OWNER) return undefined
      const decision = policies.get(principal)?.(need)
      if (decision?.statement && decision.allowed) {
        record(decision.statement, need.action)
        return undefined
      }
      onDenied({ functionId: principal, action: need.action, resource: need.resource })
      return deniedMessage(principal, need, decision?.statement !== undefined)
    },
    usedPermissions: () =>
      functions.map(({ id, statements }) => ({
        functionId: id,
        statements: statements.map((statement) => ({ statement, used: [...(used.get(statement) ?? [])].sort() })),
      })),
  }
}
