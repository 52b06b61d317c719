import type { LifecycleRule } from "../../aws/s3/types.ts"
import type { BucketNode, NotificationNode, TableNode } from "../../graph.ts"
import { type FindAll, type Found, optional, parsed, type State } from "../resources.ts"

export function tableNodes(all: FindAll): TableNode[] {
  return all("aws:dynamodb/table:Table").map(tableNode)
}

function tableNode({ id, state }: Found): TableNode {
  const range = (key: string | undefined) => optional("rangeKey", key)
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
      ...optional("included", index["nonKeyAttributes"]),
    })),
    ...(state["ttl"]?.enabled ? { ttl: state["ttl"].attributeName } : {}),
  }
}

const BLOCKS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]

export function bucketNodes(all: FindAll): BucketNode[] {
  return all("aws:s3/bucket:Bucket").map((bucket) => bucketNode(bucket, all))
}

function bucketNode({ id, state }: Found, all: FindAll): BucketNode {
  const of = (type: string) =>
    all(type)
      .filter((resource) => resource.state["bucket"] === state["bucket"])
      .map((resource) => resource.state)
  const [block] = of("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
  const policy = parsed(of("aws:s3/bucketPolicy:BucketPolicy")[0]?.["policy"])
  const notifications = of("aws:s3/bucketNotification:BucketNotification")
  return {
    id: id.replace(/Bucket$/, ""),
    name: state["bucket"],
    arn: state["arn"],
    eventBridge: notifications.some(({ eventbridge }) => eventbridge),
    publicAccessBlocked: BLOCKS.every((flag) => block?.[flag] === true),
    tlsEnforced: deniesPlainHttp(policy),
    lifecycle: of("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").flatMap(lifecycleRules),
    cors: of("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration").flatMap(({ corsRules }) => corsRules),
    versioning: of("aws:s3/bucketVersioning:BucketVersioning").some(
      ({ versioningConfiguration }) => versioningConfiguration?.status === "Enabled",
    ),
    ...optional("policy", policy),
    notifications: notifications.flatMap(notificationNodes),
  }
}

function lifecycleRules({ rules, transitionDefaultMinimumObjectSize: minimum }: State): LifecycleRule[] {
  return rules.map((rule: LifecycleRule) => ({
    ...rule,
    ...optional("transitionDefaultMinimumObjectSize", minimum as string | undefined),
  }))
}

function notificationNodes({ lambdaFunctions = [], queues = [], topics = [] }: State): NotificationNode[] {
  return [...lambdaFunctions, ...queues, ...topics].map((one: State) => ({
    id: one["id"],
    arn: one["lambdaFunctionArn"] ?? one["queueArn"] ?? one["topicArn"],
    events: one["events"],
    ...optional("prefix", one["filterPrefix"] as string | undefined),
    ...optional("suffix", one["filterSuffix"] as string | undefined),
  }))
}

function deniesPlainHttp(policy: unknown): boolean {
  const { statements = [] } = (policy ?? {}) as { statements?: State[] }
  return statements.some(
    ({ effect, conditions }) =>
      effect === "Deny" &&
      (conditions ?? []).some((condition: State) => condition["variable"] === "aws:SecureTransport"),
  )
}
