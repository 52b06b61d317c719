import { all, type Resources } from "./resources.ts"

export interface Statement {
  readonly effect: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** The statement is on all resources except these. */
  readonly notResources?: readonly string[]
  /** Each as `type:identifier`, such as `Service:lambda.amazonaws.com`. */
  readonly principals: readonly string[]
  readonly conditions: readonly Condition[]
}

export interface Condition {
  readonly test: string
  readonly key: string
  readonly values: readonly string[]
}

export interface Policy {
  /** Of the resource that has the policy. */
  readonly owner: string
  /** Characters without white space, as IAM counts them. Pulumi's form is about as long as the one that AWS gets. */
  readonly size: number
  readonly statements: readonly Statement[]
}

type OneOrMore = string | readonly string[]

/** As AWS writes a statement. */
interface AwsStatement {
  readonly Effect: string
  readonly Action?: OneOrMore
  readonly Resource?: OneOrMore
  readonly NotResource?: OneOrMore
  readonly Principal?: string | Readonly<Record<string, OneOrMore>>
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>
}

/** As Pulumi's getPolicyDocument writes it; the mocks of the synth keep it so. */
interface PulumiStatement {
  readonly effect?: string
  readonly actions?: readonly string[]
  readonly resources?: readonly string[]
  readonly principals?: readonly { readonly type: string; readonly identifiers: readonly string[] }[]
  readonly conditions?: readonly {
    readonly test: string
    readonly variable: string
    readonly values: readonly string[]
  }[]
}

interface Document {
  readonly Statement?: AwsStatement | readonly AwsStatement[]
  readonly statements?: readonly PulumiStatement[]
}

/** Reads a policy document, as JSON or as an object. */
export function readPolicy(owner: string, document: unknown): Policy {
  const { Statement, statements = [] } = (typeof document === "string" ? JSON.parse(document) : document) as Document
  const text = typeof document === "string" ? document : JSON.stringify(document)
  return {
    owner,
    size: text.replace(/\s/g, "").length,
    statements: Statement === undefined ? statements.map(ofPulumi) : [Statement].flat().map(ofAws),
  }
}

const list = (value: OneOrMore | undefined): readonly string[] => (value === undefined ? [] : [value].flat())

const KNOWN = ["Sid", "Effect", "Action", "Resource", "NotResource", "Principal", "Condition"]

/** Throws for NotAction and NotPrincipal, which no policy here has. */
function ofAws(given: AwsStatement): Statement {
  const unknown = Object.keys(given).find((key) => !KNOWN.includes(key))
  if (unknown !== undefined) throw new Error(`A statement with ${unknown} cannot be read: ${JSON.stringify(given)}`)
  const { Effect, Action, Resource, NotResource, Principal = {}, Condition = {} } = given
  const principals = typeof Principal === "string" ? { AWS: Principal } : Principal
  return {
    effect: Effect,
    actions: list(Action),
    resources: list(Resource),
    ...(NotResource === undefined ? {} : { notResources: list(NotResource) }),
    principals: Object.entries(principals).flatMap(([type, ids]) => list(ids).map((id) => `${type}:${id}`)),
    conditions: Object.entries(Condition).flatMap(([test, keys]) =>
      Object.entries(keys).map(([key, values]) => ({ test, key, values: list(values) })),
    ),
  }
}

function ofPulumi(given: PulumiStatement): Statement {
  const { effect = "Allow", actions = [], resources = [], principals = [], conditions = [] } = given
  return {
    effect,
    actions,
    resources,
    principals: principals.flatMap(({ type, identifiers }) => identifiers.map((id) => `${type}:${id}`)),
    conditions: conditions.map(({ test, variable, values }) => ({ test, key: variable, values })),
  }
}

export interface RoleState {
  readonly arn: string
  readonly name: string
  readonly assumeRolePolicy: unknown
  readonly permissionsBoundary?: string
  readonly managedPolicyArns?: readonly string[]
  readonly inlinePolicies?: readonly { readonly policy?: unknown }[]
}

export interface Role {
  readonly name: string
  readonly arn: string
  readonly trust: Policy
  readonly managed: readonly string[]
  readonly inline: readonly Policy[]
  readonly boundary?: string
}

/** All roles, each with its inline policies and those that are resources of their own. */
export function rolesOf(resources: Resources): Role[] {
  const attached = all<{ role: string; policy: unknown }>(resources, "iam/rolePolicy")
  return all<RoleState>(resources, "iam/role").map(({ name, state }) => ({
    name,
    arn: state.arn,
    trust: readPolicy(name, state.assumeRolePolicy),
    managed: state.managedPolicyArns ?? [],
    inline: [
      ...(state.inlinePolicies ?? []).map(({ policy }) => policy),
      ...attached.filter((each) => each.state.role === state.name).map((each) => each.state.policy),
    ].flatMap((policy) => (policy === undefined ? [] : [readPolicy(name, policy)])),
    ...(state.permissionsBoundary === undefined ? {} : { boundary: state.permissionsBoundary }),
  }))
}

/** Policies of queues, topics and buckets, and the permissions of functions as statements. */
export function resourcePoliciesOf(resources: Resources): Policy[] {
  const kinds = ["sqs/queuePolicy", "sns/topicPolicy", "s3/bucketPolicy"]
  const policies = kinds.flatMap((kind) => all<{ policy: unknown }>(resources, kind))
  return [...policies.map(({ name, state }) => readPolicy(name, state.policy)), ...permissionsOf(resources)]
}

interface PermissionState {
  readonly action: string
  readonly function: string
  readonly principal: string
  readonly sourceArn?: string
  readonly sourceAccount?: string
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
function permissionsOf(resources: Resources): Policy[] {
  return all<PermissionState>(resources, "lambda/permission").map(({ name, state }) => ({
    owner: name,
    size: 0,
    statements: [
      {
        effect: "Allow",
        actions: [state.action],
        resources: [state.function],
        principals: [`${state.principal.includes(".") ? "Service" : "AWS"}:${state.principal}`],
        conditions: [
          ...(state.sourceArn ? [{ test: "ArnLike", key: "aws:SourceArn", values: [state.sourceArn] }] : []),
          ...(state.sourceAccount
            ? [{ test: "StringEquals", key: "aws:SourceAccount", values: [state.sourceAccount] }]
            : []),
        ],
      },
    ],
  }))
}
