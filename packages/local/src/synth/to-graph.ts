import type {
  BucketNode,
  FunctionNode,
  Graph,
  MappingNode,
  QueueNode,
  RuleNode,
  Statement,
  TableNode,
  TargetNode,
} from "../graph.ts"
import type { SynthResource } from "./mocks.ts"

export interface Synthesised {
  readonly app: { readonly name: string; readonly stage: string }
  readonly resources: readonly SynthResource[]
  readonly builds: readonly { functionID: string; handler: string; links: Record<string, unknown> }[]
}

/** What a resource says of itself: inputs and outputs in one. Pulumi's types do not reach here. */
// oxlint-disable-next-line typescript/no-explicit-any -- the shapes are those of the AWS provider's documentation
type State = Record<string, any>

/** Reads the graph out of the synthesised resources. https://www.pulumi.com/registry/packages/aws/api-docs/ has their properties. */
export function toGraph({ app, resources, builds }: Synthesised): Graph {
  const all = (type: string) =>
    resources
      .filter((resource) => resource.type === type)
      .map(({ name, state }) => ({ id: name, state: state as State }))
  const queues = all("aws:sqs/queue:Queue")
  const policies = all("aws:sqs/queuePolicy:QueuePolicy")
  const targets = all("aws:cloudwatch/eventTarget:EventTarget")
  return {
    app,
    functions: all("aws:lambda/function:Function").map(({ id, state }) => functionNode(id, state, resources, builds)),
    queues: queues.map(({ id, state }) => queueNode(id, state, policies)),
    buses: all("aws:cloudwatch/eventBus:EventBus").map(({ id, state }) => ({
      id: id.replace(/Bus$/, ""),
      name: state["name"],
      arn: state["arn"],
    })),
    rules: all("aws:cloudwatch/eventRule:EventRule").map(({ state }) => ruleNode(state, targets)),
    archives: all("aws:cloudwatch/eventArchive:EventArchive").map(({ state }) => ({
      name: state["name"],
      busArn: state["eventSourceArn"],
      retentionDays: state["retentionDays"] ?? 0,
      ...(state["eventPattern"] ? { pattern: state["eventPattern"] } : {}),
    })),
    mappings: all("aws:lambda/eventSourceMapping:EventSourceMapping").map(({ id, state }) => mappingNode(id, state)),
    tables: all("aws:dynamodb/table:Table").map(({ id, state }) => tableNode(id, state)),
    buckets: all("aws:s3/bucket:Bucket").map(({ id, state }) => bucketNode(id, state, all)),
    topics: all("aws:sns/topic:Topic").map(({ id, state }) => ({
      id: id.replace(/Topic$/, ""),
      name: state["name"],
      arn: state["arn"],
    })),
  }
}

function functionNode(
  id: string,
  state: State,
  resources: readonly SynthResource[],
  builds: Synthesised["builds"],
): FunctionNode {
  const build = builds.find(({ functionID }) => `${functionID}Function` === id)
  const role = resources.find(
    ({ type, state: other }) => type === "aws:iam/role:Role" && other["arn"] === state["role"],
  )
  return {
    id: id.replace(/Function$/, ""),
    arn: state["arn"],
    handler: build?.handler ?? state["handler"],
    timeout: state["timeout"],
    memory: state["memorySize"],
    architecture: state["architectures"]?.[0] ?? "x86_64",
    logFormat: state["loggingConfig"]?.logFormat ?? "Text",
    environment: state["environment"]?.variables ?? {},
    links: build?.links ?? {},
    statements: statementsOf(role?.state),
  }
}

function statementsOf(role: State | undefined): Statement[] {
  const inline: { policy: string }[] = role?.["inlinePolicies"] ?? []
  return inline.flatMap(({ policy }) => (JSON.parse(policy) as { statements?: Statement[] }).statements ?? [])
}

function queueNode(id: string, state: State, policies: readonly { state: State }[]): QueueNode {
  const redrive = state["redrivePolicy"] ? JSON.parse(state["redrivePolicy"]) : undefined
  const policy = policies.find((candidate) => candidate.state["queueUrl"] === state["url"])?.state["policy"]
  return {
    id: id.replace(/Queue$/, ""),
    name: state["name"],
    arn: state["arn"],
    url: state["url"],
    visibilityTimeout: state["visibilityTimeoutSeconds"] ?? 30,
    retention: state["messageRetentionSeconds"] ?? 345_600,
    delay: state["delaySeconds"] ?? 0,
    ...(redrive
      ? { redrive: { deadLetterArn: redrive.deadLetterTargetArn, maxReceiveCount: redrive.maxReceiveCount } }
      : {}),
    ...(policy ? { policy: JSON.parse(policy) } : {}),
  }
}

function ruleNode(state: State, targets: readonly { id: string; state: State }[]): RuleNode {
  const bus = state["eventBusName"] ?? "default"
  const own = targets.filter(
    (target) => target.state["rule"] === state["name"] && (target.state["eventBusName"] ?? "default") === bus,
  )
  return {
    name: state["name"],
    arn: state["arn"],
    bus,
    pattern: JSON.parse(state["eventPattern"]),
    enabled: state["state"] !== "DISABLED",
    targets: own.map(({ id, state: target }) => targetNode(id, target)),
  }
}

function targetNode(id: string, state: State): TargetNode {
  return {
    id: state["targetId"] ?? id,
    arn: state["arn"],
    ...(state["deadLetterConfig"] ? { deadLetterArn: state["deadLetterConfig"].arn } : {}),
    ...(state["retryPolicy"] ? { retry: state["retryPolicy"] } : {}),
    ...(state["input"] ? { input: state["input"] } : {}),
    ...(state["inputPath"] ? { inputPath: state["inputPath"] } : {}),
    ...(state["inputTransformer"] ? { inputTransformer: transformerOf(state["inputTransformer"]) } : {}),
  }
}

/** Pulumi says inputPaths where EventBridge says InputPathsMap. */
function transformerOf({ inputPaths = {}, inputTemplate }: State) {
  return { inputPathsMap: inputPaths, inputTemplate }
}

function mappingNode(id: string, state: State): MappingNode {
  return {
    id,
    queueArn: state["eventSourceArn"],
    functionArn: state["functionName"],
    batchSize: state["batchSize"] ?? 10,
    window: state["maximumBatchingWindowInSeconds"] ?? 0,
    partialResponses: (state["functionResponseTypes"] ?? []).includes("ReportBatchItemFailures"),
    ...(state["scalingConfig"] ? { maximumConcurrency: state["scalingConfig"].maximumConcurrency } : {}),
    ...(state["filterCriteria"]?.filters ? { filters: patternsOf(state["filterCriteria"].filters) } : {}),
  }
}

function patternsOf(filters: readonly { pattern: string }[]): unknown[] {
  return filters.map(({ pattern }) => JSON.parse(pattern))
}

function tableNode(id: string, state: State): TableNode {
  const range = (key: string | undefined) => (key ? { rangeKey: key } : {})
  return {
    id: id.replace(/Table$/, ""),
    name: state["name"],
    arn: state["arn"],
    attributes: state["attributes"],
    hashKey: state["hashKey"],
    ...range(state["rangeKey"]),
    indexes: (state["globalSecondaryIndexes"] ?? []).map((index: State) => ({
      name: index["name"],
      hashKey: index["hashKey"],
      ...range(index["rangeKey"]),
      projection: index["projectionType"] ?? "ALL",
    })),
    ...(state["ttl"]?.enabled ? { ttl: state["ttl"].attributeName } : {}),
  }
}

function bucketNode(id: string, state: State, all: (type: string) => { state: State }[]): BucketNode {
  const of = (type: string) => all(type).filter((resource) => resource.state["bucket"] === state["bucket"])
  const block = of("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")[0]?.state
  const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]
  return {
    id: id.replace(/Bucket$/, ""),
    name: state["bucket"],
    arn: state["arn"],
    eventBridge: of("aws:s3/bucketNotification:BucketNotification").some(
      (notification) => notification.state["eventbridge"],
    ),
    publicAccessBlocked: flags.every((flag) => block?.[flag] === true),
    tlsEnforced: of("aws:s3/bucketPolicy:BucketPolicy").some(({ state: policy }) => deniesPlainHttp(policy["policy"])),
    lifecycle: of("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").flatMap(
      (lifecycle) => lifecycle.state["rules"],
    ),
    cors: of("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration").flatMap(
      (configuration) => configuration.state["corsRules"],
    ),
    versioning: of("aws:s3/bucketVersioning:BucketVersioning").some(
      ({ state: versioning }) => versioning["versioningConfiguration"]?.status === "Enabled",
    ),
  }
}

function deniesPlainHttp(policy: string): boolean {
  const { statements = [] } = JSON.parse(policy) as { statements?: State[] }
  return statements.some(
    ({ effect, conditions }) =>
      effect === "Deny" &&
      (conditions ?? []).some((condition: State) => condition["variable"] === "aws:SecureTransport"),
  )
}
