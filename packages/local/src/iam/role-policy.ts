import { type Clock, systemClock } from "../clock.ts"
import type { Statement } from "../graph.ts"
import { callContext, LOOPBACK } from "./call-context.ts"
import type { Denial } from "./denial.ts"
import { deniedMessage, type Reason } from "./errors.ts"
import type { Need } from "./need.ts"
import { compilePolicy, type Decision } from "./policy.ts"
import type { ResourcePolicies } from "./resource-policies.ts"
import type { ResourceVerdict } from "./resource-policy.ts"
import { countUses, type UsedStatement } from "./used-statements.ts"

export interface RoleOptions {
  /** What the resources themselves say. Without it, tests of one role: they say nothing. */
  readonly policies?: Pick<ResourcePolicies, "judge">
  readonly onDenied?: (denial: Denial) => void
  readonly clock?: Clock
  readonly region?: string
  readonly accountId?: string
  readonly roleArn?: string | undefined
  readonly functionArn?: string | undefined
  /** How denials name who calls. Default: the owner. */
  readonly name?: string
}

export interface RolePolicy {
  /** Why the role may not, in AWS's words; undefined where it may. Counts as a use, and reports what it denies. */
  refusal(need: Need): string | undefined
  /** What is granted, and which of it was used. */
  used(): UsedStatement[]
}

/** What acts by a role, such as a function or a schedule. Throws UnsupportedPolicy for a policy that the engine cannot judge. */
export function rolePolicy(owner: string, statements: readonly Statement[], options: RoleOptions = {}): RolePolicy {
  const { policies, onDenied = () => {}, name = owner, accountId, roleArn } = options
  const decide = compilePolicy(statements, owner)
  const uses = countUses(statements, owner)
  const principal = { kind: "role", accountId, roleArn } as const
  return {
    used: uses.used,
    refusal(given) {
      const need = { ...given, context: { ...roleContext(options), ...given.context } }
      const decision = decide(need)
      const reason = reasonAgainst(decision, policies?.judge(principal, need) ?? "silent")
      if (decision.allowed && reason === undefined) uses.record(decision.statements, need.action)
      if (reason === undefined) return undefined
      onDenied({ functionId: name, action: need.action, resource: need.resource })
      return deniedMessage(name, need, reason)
    },
  }
}

/** In one account either policy can allow, and either can deny. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
function reasonAgainst({ allowed, statements }: Decision, verdict: ResourceVerdict): Reason | undefined {
  if (!allowed && statements.length > 0) return "identity-based policy"
  if (verdict === "denied") return "resource-based policy"
  return allowed || verdict === "allowed" ? undefined : "nothing allows"
}

function roleContext({ clock = systemClock, region, accountId, roleArn, functionArn }: RoleOptions) {
  return {
    ...callContext(clock),
    "aws:PrincipalAccount": accountId,
    "aws:PrincipalArn": roleArn,
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalType": "AssumedRole",
    "aws:RequestedRegion": region,
    // There is no other account here.
    "aws:ResourceAccount": accountId,
    "aws:SourceIp": LOOPBACK,
    // https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
    "lambda:SourceFunctionArn": functionArn,
  }
}
