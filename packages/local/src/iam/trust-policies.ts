import { type Clock, systemClock } from "../clock.ts"
import type { ServiceRoleNode } from "../graph.ts"
import { callContext } from "./call-context.ts"
import type { Denial } from "./denial.ts"
import type { ServicePrincipal } from "./principals.ts"
import { compileResourcePolicy } from "./resource-policy.ts"
import { policyStatements } from "./statement.ts"

export interface TrustOptions {
  readonly accountId: string
  readonly clock?: Clock
  readonly onDenied?: ((denial: Denial) => void) | undefined
}

/** Why a service may not take on a role, in words; undefined where it may. Reports what it denies. */
export type AssumeRefusal = (service: ServicePrincipal, roleArn: string, sourceArn: string) => string | undefined

/** Who may take on which role. Throws UnsupportedPolicy for a trust policy that it cannot judge. */
export function trustPolicies(roles: readonly ServiceRoleNode[], options: TrustOptions): AssumeRefusal {
  const { accountId, clock = systemClock, onDenied = () => {} } = options
  const policies = new Map(roles.map(({ id, arn, trust }) => [arn, compileTrust(trust, `role ${id}`)]))
  return (service, roleArn, sourceArn) => {
    const context = {
      ...callContext(clock),
      "aws:PrincipalIsAWSService": "true",
      "aws:PrincipalServiceName": service,
      "aws:SourceAccount": accountId,
      "aws:SourceArn": sourceArn,
    }
    const need = { action: "sts:AssumeRole", resource: roleArn, context }
    if (policies.get(roleArn)?.({ kind: "service", name: service }, need) === "allowed") return undefined
    onDenied({ functionId: service, action: need.action, resource: roleArn })
    return policies.has(roleArn)
      ? `The trust policy of ${roleArn} does not let ${service} take it on`
      : `There is no role ${roleArn} for ${service} to take on`
  }
}

/** A trust policy is about its own role, and does not say so. */
function compileTrust(trust: unknown, owner: string) {
  const statements = policyStatements(withResources(trust), owner)
  return compileResourcePolicy(statements, owner)
}

function withResources(trust: unknown): unknown {
  const document = trust as { Statement?: unknown; statements?: unknown }
  const add = (given: unknown, name: string) => [given].flat().map((one) => ({ ...(one as object), [name]: ["*"] }))
  return document.Statement === undefined
    ? { ...document, statements: add(document.statements ?? [], "resources") }
    : { ...document, Statement: add(document.Statement, "Resource") }
}
