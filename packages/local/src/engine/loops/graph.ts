import { EMPTY_GRAPH } from "../../docs/supported-operations.ts"
import { ACCOUNT, REGION } from "../../engine.ts"
import type { FunctionNode, Graph, MappingNode, QueueNode } from "../../graph.ts"
import { functionNode } from "../../lambda/testing.ts"
import { arns } from "../../operations/arns.ts"

/** A function that makes what invokes it happen again. */
function loop(id: string, way: string, to: string, changes: Partial<FunctionNode> = {}): FunctionNode {
  const environment = { WAY: way, TO: to }
  const actions = ["sqs:*", "sns:Publish", "s3:PutObject", "lambda:InvokeFunction", "events:PutEvents"]
  const statements = [{ effect: "Allow", actions, resources: ["*"] }]
  return functionNode({ id, arn: arns.function(id), environment, statements, timeout: 10, ...changes })
}

const url = (name: string) => `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`

const queue = (name: string): QueueNode => ({
  id: name,
  name,
  arn: arns.queue(name),
  url: url(name),
  visibilityTimeout: 60,
  retention: 345_600,
  delay: 0,
})

const mapping = (name: string, functionId: string): MappingNode => ({
  id: functionId,
  queueArn: arns.queue(name),
  functionArn: arns.function(functionId),
  batchSize: 1,
  window: 0,
  partialResponses: false,
})

const invokedBy = (functionId: string, principal: string, sourceArn: string) => ({
  functionArn: arns.function(functionId),
  action: "lambda:InvokeFunction",
  principal,
  sourceArn,
})

/** A recursive loop through each service, by the function that is in it. */
export const loops: Graph = {
  ...EMPTY_GRAPH,
  functions: [
    loop("Sqs", "sqs", url("own")),
    loop("Allowed", "sqs", url("allowed"), { recursive: true }),
    loop("Sns", "sns", arns.topic("news")),
    loop("S3", "s3", "files"),
    loop("Lambda", "lambda", "Lambda", { asyncConfig: { onFailure: arns.queue("failed") } }),
    loop("Events", "events", "loops"),
  ],
  queues: ["own", "allowed", "failed"].map(queue),
  mappings: [mapping("own", "Sqs"), mapping("allowed", "Allowed")],
  topics: [{ id: "news", name: "news", arn: arns.topic("news") }],
  subscriptions: [
    {
      arn: `${arns.topic("news")}:11111111-2222-3333-4444-555555555555`,
      topicArn: arns.topic("news"),
      protocol: "lambda",
      endpoint: arns.function("Sns"),
    },
  ],
  buckets: [
    {
      id: "files",
      name: "files",
      arn: arns.bucket("files"),
      eventBridge: false,
      publicAccessBlocked: true,
      tlsEnforced: false,
      lifecycle: [],
      notifications: [{ id: "told", arn: arns.function("S3"), events: ["s3:ObjectCreated:*"] }],
    },
  ],
  buses: [{ id: "default", name: "default", arn: arns.bus("default") }],
  rules: [
    {
      name: "loops",
      arn: arns.rule("loops"),
      bus: "default",
      pattern: { source: ["loops"] },
      enabled: true,
      targets: [{ id: "function", arn: arns.function("Events") }],
    },
  ],
  invokePermissions: [
    invokedBy("Sns", "sns.amazonaws.com", arns.topic("news")),
    invokedBy("S3", "s3.amazonaws.com", arns.bucket("files")),
    invokedBy("Events", "events.amazonaws.com", arns.rule("loops")),
  ],
}
