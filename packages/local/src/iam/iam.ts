import type { FunctionNode } from "../graph.ts"
import type { Denial } from "./denial.ts"
import { deniedMessage } from "./errors.ts"
import type { Need } from "./need.ts"
import { rolePolicy, type RoleOptions } from "./role-policy.ts"
import type { UsedStatement } from "./used-statements.ts"

export type { Denial } from "./denial.ts"
export type { UsedStatement } from "./used-statements.ts"

/** What a function is granted, and which of it it has used since the start. */
export interface UsedPermissions {
  readonly functionId: string
  readonly statements: readonly UsedStatement[]
}

export interface Iam {
  /** Why the caller may not, in AWS's words; undefined where it may. Counts as a use, and reports what it denies. */
  refusal(principal: string, need: Need): string | undefined
  knows(accessKeyId: string): boolean
  usedPermissions(): UsedPermissions[]
}

/** The account's owner: may do everything, as whoever deploys may. */
export const OWNER = "local"

/** A function with what its role says; conditions and resources' policies may ask for the ARNs. */
export type PermittedFunction = Pick<FunctionNode, "id" | "statements"> & Partial<Pick<FunctionNode, "arn" | "roleArn">>

/** The functions' permissions, by their ids. Throws UnsupportedPolicy for a policy that the engine cannot judge. */
export function openIam(
  functions: readonly PermittedFunction[],
  onDenied: (denial: Denial) => void = () => {},
  options: Omit<RoleOptions, "name" | "onDenied" | "roleArn" | "functionArn"> = {},
): Iam {
  const roles = new Map(
    functions.map(({ id, arn, statements, roleArn }) => {
      const own = { onDenied, name: id, functionArn: arn, roleArn }
      return [id, rolePolicy(`function ${id}`, statements, { ...options, ...own })]
    }),
  )
  return {
    knows: (accessKeyId) => accessKeyId === OWNER || roles.has(accessKeyId),
    refusal(principal, need) {
      if (principal === OWNER) return undefined
      const role = roles.get(principal)
      if (role !== undefined) return role.refusal(need)
      onDenied({ functionId: principal, action: need.action, resource: need.resource })
      return deniedMessage(principal, need, "nothing allows")
    },
    usedPermissions: () => [...roles].map(([functionId, { used }]) => ({ functionId, statements: used() })),
  }
}
