import type { UnsupportedNode } from "../../graph.ts"
import type { SynthResource } from "../mocks.ts"
import { readsQueue } from "./function-nodes.ts"

/** Read into the graph. */
const READ = [
  "aws:apigatewayv2/api:Api",
  "aws:apigatewayv2/authorizer:Authorizer",
  "aws:apigatewayv2/integration:Integration",
  "aws:apigatewayv2/route:Route",
  "aws:cloudwatch/eventArchive:EventArchive",
  "aws:cloudwatch/eventBus:EventBus",
  "aws:cloudwatch/eventRule:EventRule",
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:cognito/managedLoginBranding:ManagedLoginBranding",
  "aws:cognito/userGroup:UserGroup",
  "aws:cognito/userPool:UserPool",
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:cognito/userPoolDomain:UserPoolDomain",
  "aws:dynamodb/table:Table",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iot/authorizer:Authorizer",
  "aws:lambda/eventSourceMapping:EventSourceMapping",
  "aws:lambda/function:Function",
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  "aws:lambda/functionRecursionConfig:FunctionRecursionConfig",
  "aws:lambda/permission:Permission",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketNotification:BucketNotification",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:scheduler/schedule:Schedule",
  "aws:sns/topic:Topic",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sns/topicSubscription:TopicSubscription",
  "aws:sqs/queue:Queue",
  "aws:sqs/queuePolicy:QueuePolicy",
]

/** Nothing of what an app does depends on them here: where its code and logs are kept on AWS. */
const WITHOUT_EFFECT = [
  "aws:apigatewayv2/stage:Stage",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:s3/bucketObjectv2:BucketObjectv2",
]

/** The AWS resources that the engine does not run, so that an app learns of it before it waits for them. */
export function unsupportedNodes(resources: readonly SynthResource[]): UnsupportedNode[] {
  const known = new Set([...READ, ...WITHOUT_EFFECT])
  return resources
    .filter(({ type, state }) => type.startsWith("aws:") && !(known.has(type) && !isStream(type, state)))
    .map(({ type, name }) => ({ type, name }))
}

function isStream(type: string, state: Record<string, unknown>): boolean {
  return type === "aws:lambda/eventSourceMapping:EventSourceMapping" && !readsQueue({ state })
}
