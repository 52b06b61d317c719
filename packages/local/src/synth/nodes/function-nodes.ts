import type {
  AsyncConfigNode,
  BundleOptions,
  FunctionNode,
  InvokePermissionNode,
  MappingNode,
  Statement,
} from "../../graph.ts"
import type { SynthResource } from "../mocks.ts"
import { type FindAll, finder, type Found, optional, parsed, type State } from "../resources.ts"

export interface Build {
  readonly functionID: string
  readonly handler: string
  readonly links: Record<string, unknown>
  readonly properties?: {
    readonly install?: Readonly<Record<string, string>>
    readonly esbuild?: { readonly mainFields?: readonly string[]; readonly external?: readonly string[] }
  }
}

export function functionNodes(resources: readonly SynthResource[], builds: readonly Build[]): FunctionNode[] {
  const all = finder(resources)
  return all("aws:lambda/function:Function").map((found) => functionNode(found, all, builds))
}

function functionNode({ id, state }: Found, all: FindAll, builds: readonly Build[]): FunctionNode {
  const build = builds.find(({ functionID }) => `${functionID}Function` === id)
  const reserved: number | undefined = state["reservedConcurrentExecutions"]
  return {
    id: id.replace(/Function$/, ""),
    arn: state["arn"],
    handler: build?.handler ?? state["handler"],
    timeout: state["timeout"] ?? 3,
    memory: state["memorySize"] ?? 128,
    architecture: state["architectures"]?.[0] ?? "x86_64",
    logFormat: state["loggingConfig"]?.logFormat ?? "Text",
    environment: state["environment"]?.variables ?? {},
    links: build?.links ?? {},
    bundle: bundleOptions(build?.properties),
    statements: statementsOfRole(state["role"], all),
    roleArn: state["role"] ?? "",
    // -1 is the provider's word for no limit.
    ...optional("reservedConcurrency", reserved === -1 ? undefined : reserved),
    ...optional("asyncConfig", asyncConfig(state, all)),
    ...(state["tenancyConfig"]?.tenantIsolationMode === "PER_TENANT" ? { tenantIsolation: true } : {}),
    ...(isRecursive(state, all) ? { recursive: true } : {}),
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html#invocation-recursion-disable */
function isRecursive(state: State, all: FindAll): boolean {
  return all("aws:lambda/functionRecursionConfig:FunctionRecursionConfig").some(
    ({ state: config }) =>
      [state["name"], state["arn"]].includes(config["functionName"]) && config["recursiveLoop"] === "Allow",
  )
}

function bundleOptions({ install = {}, esbuild = {} }: Build["properties"] & object = {}): BundleOptions {
  const { mainFields = ["module", "main"], external = [] } = esbuild
  return { install: [...Object.keys(install), ...external], mainFields }
}

/** What a role's own policies say; policies that AWS manages, such as the one for writing logs, grant nothing that the engine guards. */
export function statementsOfRole(roleArn: string, all: FindAll): Statement[] {
  const role = all("aws:iam/role:Role").find(({ state }) => state["arn"] === roleArn)
  const inline: { policy: unknown }[] = role?.state["inlinePolicies"] ?? []
  const attached = all("aws:iam/rolePolicy:RolePolicy").filter(({ state }) => isOf(role, state["role"]))
  const policies = [...inline.map(({ policy }) => policy), ...attached.map(({ state }) => state["policy"] as unknown)]
  return policies.flatMap(statementsOf)
}

/** A policy names its role by id, which is the name. */
function isOf(role: Found | undefined, name: unknown): boolean {
  return role !== undefined && name === (role.state["name"] ?? role.id)
}

function statementsOf(policy: unknown): Statement[] {
  const document = parsed(policy) as PolicyDocument
  if (document.Statement !== undefined) return [document.Statement].flat().map(statementOf)
  return (document.statements ?? []).map((statement) => ({ effect: "Allow", ...statement }))
}

interface PolicyDocument {
  /** As SST describes it. */
  readonly statements?: readonly (Omit<Statement, "effect"> & { effect?: string })[]
  /** As AWS has it. */
  readonly Statement?: object | readonly object[]
}

/** The same in SST's words; what it has no word for stays, and iam refuses it. */
function statementOf(statement: object): Statement {
  const { Sid: _, Effect, Action, Resource, Condition = {}, ...others } = statement as State
  const conditions = Object.entries(Condition as Record<string, State>).flatMap(([test, variables]) =>
    Object.entries(variables).map(([variable, values]) => ({ test, variable, values: [values].flat() })),
  )
  return {
    effect: Effect,
    ...(Action === undefined ? {} : { actions: [Action].flat() }),
    ...(Resource === undefined ? {} : { resources: [Resource].flat() }),
    ...(conditions.length > 0 ? { conditions } : {}),
    ...others,
  } as Statement
}

function asyncConfig(state: State, all: FindAll): AsyncConfigNode | undefined {
  const config = all("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig").find(({ state: candidate }) =>
    [state["name"], state["arn"]].includes(candidate["functionName"]),
  )?.state
  const deadLetterArn = state["deadLetterConfig"]?.targetArn
  if (config === undefined && deadLetterArn === undefined) return undefined
  return {
    ...optional("maximumRetryAttempts", config?.["maximumRetryAttempts"] as number | undefined),
    ...optional("maximumEventAgeInSeconds", config?.["maximumEventAgeInSeconds"] as number | undefined),
    ...optional("onSuccess", config?.["destinationConfig"]?.onSuccess?.destination as string | undefined),
    ...optional("onFailure", config?.["destinationConfig"]?.onFailure?.destination as string | undefined),
    ...optional("deadLetterArn", deadLetterArn as string | undefined),
  }
}

/** Of queues. Streams have no source that the engine runs. */
export function mappingNodes(all: FindAll): MappingNode[] {
  return all("aws:lambda/eventSourceMapping:EventSourceMapping").filter(readsQueue).map(mappingNode)
}

export function readsQueue({ state }: Pick<Found, "state">): boolean {
  return String(state["eventSourceArn"]).split(":")[2] === "sqs"
}

function mappingNode({ id, state }: Found): MappingNode {
  return {
    id,
    queueArn: state["eventSourceArn"],
    functionArn: state["functionName"],
    batchSize: state["batchSize"] ?? 10,
    window: state["maximumBatchingWindowInSeconds"] ?? 0,
    partialResponses: (state["functionResponseTypes"] ?? []).includes("ReportBatchItemFailures"),
    ...optional("maximumConcurrency", state["scalingConfig"]?.maximumConcurrency as number | undefined),
    ...optional("filters", patternsOf(state["filterCriteria"]?.filters)),
  }
}

function patternsOf(filters: readonly { pattern: string }[] | undefined): unknown[] | undefined {
  return filters?.map(({ pattern }) => JSON.parse(pattern) as unknown)
}

/** The functions' resource policies. */
export function invokePermissionNodes(all: FindAll): InvokePermissionNode[] {
  const functions = all("aws:lambda/function:Function").map(({ state }) => state)
  const arnOf = (nameOrArn: string) => functions.find(({ name }) => name === nameOrArn)?.["arn"] ?? nameOrArn
  return all("aws:lambda/permission:Permission").map(({ state }) => ({
    functionArn: arnOf(state["function"]),
    action: state["action"],
    principal: state["principal"],
    ...optional("sourceArn", state["sourceArn"] as string | undefined),
    ...optional("sourceAccount", state["sourceAccount"] as string | undefined),
  }))
}
