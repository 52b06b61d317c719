import { AwsError } from "../aws/errors.ts"
import { type Clock, systemClock } from "../clock.ts"
import type { InvokePermissionNode } from "../graph.ts"
import { callContext, LOOPBACK } from "./call-context.ts"
import type { Denial } from "./denial.ts"
import type { Need } from "./need.ts"
import type { Principal, ServicePrincipal } from "./principals.ts"
import { compileResourcePolicy, type ResourcePolicy, type ResourceVerdict } from "./resource-policy.ts"
import { type PolicyStatement, policyStatements } from "./statement.ts"

interface Resource {
  readonly id: string
  readonly arn: string
  /** Its policy's document, as AWS has it or as Pulumi's getPolicyDocument describes it. */
  readonly policy?: unknown
}

/** The graph, or a part of it. */
export interface PolicedResources {
  readonly queues?: readonly Resource[]
  readonly topics?: readonly Resource[]
  readonly buckets?: readonly (Resource & { readonly publicAccessBlocked?: boolean })[]
  readonly functions?: readonly Pick<Resource, "id" | "arn">[]
  readonly invokePermissions?: readonly InvokePermissionNode[]
}

/** What a service does by itself, such as a rule's delivery. */
export interface ServiceCall {
  readonly principal: ServicePrincipal
  /** Such as `sqs:SendMessage` */
  readonly action: string
  /** The target's ARN. */
  readonly resource: string
  /** The rule, topic, bucket or schedule in whose name the service acts. */
  readonly sourceArn: string
  /** Where the source's ARN has no account, as a bucket's: that of the target, unless told otherwise. */
  readonly sourceAccount?: string
}

export interface ResourcePolicies {
  /** Throws AccessDenied where the target's policy does not let the service in, and reports it. */
  check(call: ServiceCall): void
  /** What the resource's own policy says; `silent` for a resource without one. */
  judge(principal: Principal, need: Need): ResourceVerdict
  /** Whether anybody may, without a signature. */
  allowsAnonymous(need: Need): boolean
}

interface Policed {
  readonly kind: string
  readonly policy: ResourcePolicy
  readonly publicAccessBlocked: boolean
}

/**
 * The policies of resources. Throws UnsupportedPolicy for one that it cannot judge.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
 */
export function resourcePolicies(
  resources: PolicedResources,
  onDenied: (denial: Denial) => void = () => {},
  clock: Clock = systemClock,
): ResourcePolicies {
  const policed = compileAll(resources)
  const find = (arn: string) => policed.get(holderOf(arn))
  const judge = (principal: Principal, need: Need) => find(need.resource)?.policy(principal, need) ?? "silent"
  return {
    judge,
    check({ principal, action, resource, sourceArn, sourceAccount }) {
      const holder = find(resource)
      // What is not there is for its service to report.
      if (holder === undefined) return
      const context = {
        ...callContext(clock),
        "aws:PrincipalIsAWSService": "true",
        "aws:PrincipalServiceName": principal,
        "aws:SourceArn": sourceArn,
        "aws:SourceAccount": sourceAccount ?? (accountOf(sourceArn) || accountOf(resource)),
      }
      if (judge({ kind: "service", name: principal }, { action, resource, context }) === "allowed") return
      onDenied({ functionId: principal, action, resource })
      const message = `${sourceArn} may not ${action} on ${resource}: the ${holder.kind}'s policy does not allow it`
      throw new AwsError("AccessDenied", message, 403)
    },
    allowsAnonymous(need) {
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
      if (find(need.resource)?.publicAccessBlocked) return false
      const caller = { "aws:PrincipalIsAWSService": "false", "aws:SourceIp": LOOPBACK }
      const context = { ...callContext(clock), ...caller, ...need.context }
      return judge({ kind: "anonymous" }, { ...need, context }) === "allowed"
    },
  }
}

function compileAll(resources: PolicedResources): ReadonlyMap<string, Policed> {
  const { queues = [], topics = [], buckets = [], functions = [], invokePermissions = [] } = resources
  const of = (kind: string, { id, arn, policy }: Resource, statements = policyStatements(policy, `${kind} ${id}`)) =>
    [arn, { kind, policy: compileResourcePolicy(statements, `${kind} ${id}`), publicAccessBlocked: false }] as const
  const permissionsOf = (functionArn: string) =>
    invokePermissions.filter((permission) => holderOf(permission.functionArn) === functionArn).map(toStatement)
  return new Map<string, Policed>([
    ...queues.map((queue) => of("queue", queue)),
    ...topics.map((topic) => of("topic", topic)),
    ...buckets.map((bucket) => {
      const [arn, compiled] = of("bucket", bucket)
      return [arn, { ...compiled, publicAccessBlocked: bucket.publicAccessBlocked ?? false }] as const
    }),
    ...functions.map((node) => of("function", node, permissionsOf(node.arn))),
  ])
}

/** What has the policy: an object's bucket, a version's or alias's function. */
function holderOf(arn: string): string {
  if (arn.startsWith("arn:aws:s3:::")) return arn.split("/")[0] ?? arn
  return arn.startsWith("arn:aws:lambda:") ? arn.split(":").slice(0, 7).join(":") : arn
}

const accountOf = (arn: string) => arn.split(":")[4] ?? ""

/** As Lambda writes it into the function's policy; `principal` is a service's name, an account's id, an ARN or `*`. https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
function toStatement({
  functionArn,
  action,
  principal,
  sourceArn,
  sourceAccount,
}: InvokePermissionNode): PolicyStatement {
  const type = principal.endsWith(".amazonaws.com") ? "Service" : "AWS"
  const conditions = [
    ...(sourceArn === undefined ? [] : [{ test: "ArnLike", variable: "aws:SourceArn", values: [sourceArn] }]),
    ...(sourceAccount === undefined
      ? []
      : [{ test: "StringEquals", variable: "aws:SourceAccount", values: [sourceAccount] }]),
  ]
  return {
    effect: "allow",
    actions: [action],
    resources: [functionArn],
    conditions,
    principals: [{ type, id: principal }],
  }
}
