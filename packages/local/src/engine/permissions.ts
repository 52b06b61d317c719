import type { ServiceContext } from "../aws/service.ts"
import type { Graph } from "../graph.ts"
import type { Denial } from "../iam/denial.ts"
import { type Iam, openIam } from "../iam/iam.ts"
import { checkMappings } from "../iam/mapping-permissions.ts"
import { type ResourcePolicies, resourcePolicies } from "../iam/resource-policies.ts"
import { type RolePolicy, rolePolicy } from "../iam/role-policy.ts"
import { type AssumeRefusal, trustPolicies } from "../iam/trust-policies.ts"

export interface Permissions {
  readonly iam: Iam
  readonly policies: ResourcePolicies
  /** By their ARNs: those of functions, of schedules and of services. */
  readonly roles: ReadonlyMap<string, Pick<RolePolicy, "refusal">>
  readonly assumeRefusal: AssumeRefusal
}

/** All policies of the graph. Throws UnsupportedPolicy, and MappingNotPermitted, for what AWS would refuse to deploy. */
export function openPermissions(
  graph: Graph,
  { clock, region, accountId }: Pick<ServiceContext, "clock" | "region" | "accountId">,
  onDenied?: (denial: Denial) => void,
): Permissions {
  const policies = resourcePolicies(graph, onDenied, clock)
  const options = { policies, clock, region, accountId }
  const iam = openIam(graph.functions, onDenied, options)
  checkMappings(graph, iam)
  const ofFunctions = graph.functions.map(({ id, roleArn }) => {
    return [roleArn, { refusal: (need: Parameters<RolePolicy["refusal"]>[0]) => iam.refusal(id, need) }] as const
  })
  const ofSchedules = graph.schedules.map(({ name, statements, target: { roleArn } }) => {
    const own = { ...(onDenied ? { onDenied } : {}), roleArn, name: `schedule ${name}` }
    return [roleArn, rolePolicy(`schedule ${name}`, statements, { ...options, ...own })] as const
  })
  const ofServices = graph.serviceRoles.map(({ id, arn, statements }) => {
    const own = { ...(onDenied ? { onDenied } : {}), roleArn: arn, name: `role ${id}` }
    return [arn, rolePolicy(`role ${id}`, statements, { ...options, ...own })] as const
  })
  const assumeRefusal = trustPolicies(graph.serviceRoles, { accountId, clock, onDenied })
  return { iam, policies, roles: new Map([...ofServices, ...ofSchedules, ...ofFunctions]), assumeRefusal }
}
