import { POOL } from "../identity/testing.ts"
import { EMPTY_GRAPH } from "../docs/supported-operations.ts"
import { ACCOUNT, REGION } from "../engine.ts"
import type { FunctionNode, Graph, QueueNode, Statement } from "../graph.ts"
import { arns } from "./arns.ts"

const allow = (actions: readonly string[], ...resources: readonly string[]): Statement => ({
  effect: "Allow",
  actions,
  resources,
})

const lambda = (id: string, statements: readonly Statement[]): FunctionNode => ({
  id,
  arn: arns.function(id),
  handler: "handler.handler",
  timeout: 10,
  memory: 256,
  architecture: "arm64",
  logFormat: "Text",
  environment: { STAGE: "operations" },
  links: {},
  roleArn: arns.role(id),
  bundle: { install: [], mainFields: ["module", "main"] },
  statements,
})

/** Whoever acts in the app's name may send to the queues. */
const queue = (name: string, others: Partial<QueueNode> = {}): QueueNode => ({
  id: name,
  name,
  arn: arns.queue(name),
  url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`,
  visibilityTimeout: 30,
  retention: 345_600,
  delay: 0,
  policy: {
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Service: ["events.amazonaws.com", "s3.amazonaws.com", "sns.amazonaws.com"] },
      Action: "sqs:SendMessage",
      Resource: arns.queue(name),
    },
  },
  ...others,
})

const READING = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]

/** May do one thing of each service; the other function may do nothing. */
const allowed = [
  allow(["s3:PutObject"], `${arns.bucket("plain")}/permitted/*`),
  allow(["sqs:SendMessage"], arns.queue("work")),
  allow(["events:PutEvents"], arns.bus("shop")),
  allow(["dynamodb:PutItem"], arns.table("things")),
  allow(["sns:Publish"], arns.topic("news")),
  allow(["lambda:InvokeFunction"], arns.function("Worker")),
  allow(["cloudwatch:PutMetricData"], "*"),
  allow(["scheduler:CreateSchedule"], arns.schedule("default/*")),
  allow(["iam:PassRole"], arns.role("Scheduler")),
  allow(["rekognition:DetectLabels"], "*"),
  allow(["cognito-idp:AdminGetUser"], arns.userPool(POOL.poolId)),
  allow(["iot:Publish"], arns.iotTopic("shop/*")),
]

/** A small app with all that the operations need to be tried. */
export const operationsGraph: Graph = {
  ...EMPTY_GRAPH,
  app: { name: "operations", stage: "test" },
  functions: [
    lambda("Worker", [allow(READING, arns.queue("mapped"))]),
    lambda("Allowed", allowed),
    lambda("Refused", []),
    { ...lambda("Authorizer", []), handler: "authorizer.handler" },
  ],
  userPools: [POOL],
  realtimes: [{ id: "Live", authorizerName: "live", functionArn: arns.function("Authorizer") }],
  queues: [
    queue("work", { redrive: { deadLetterArn: arns.queue("dead-letters"), maxReceiveCount: 1 } }),
    ...["dead-letters", "mapped", "orders", "notifications", "scheduled"].map((name) => queue(name)),
  ],
  buses: ["default", "shop"].map((name) => ({ id: name, name, arn: arns.bus(name) })),
  rules: [
    {
      name: "orders",
      arn: arns.rule("shop/orders"),
      bus: "shop",
      pattern: { source: ["shop"], "detail-type": ["Ordered"] },
      enabled: true,
      targets: [
        {
          id: "queue",
          arn: arns.queue("orders"),
          deadLetterArn: arns.queue("dead-letters"),
          retry: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 600 },
        },
      ],
    },
    {
      name: "nightly",
      arn: arns.rule("nightly"),
      bus: "default",
      schedule: "rate(1 day)",
      enabled: false,
      targets: [],
    },
  ],
  archives: [{ name: "kept", busArn: arns.bus("shop"), pattern: '{"source":["shop"]}', retentionDays: 30 }],
  mappings: [
    {
      id: "Worker",
      queueArn: arns.queue("mapped"),
      functionArn: arns.function("Worker"),
      batchSize: 5,
      window: 0,
      partialResponses: true,
    },
  ],
  tables: [
    {
      id: "things",
      name: "things",
      arn: arns.table("things"),
      attributes: ["owner", "name", "colour"].map((name) => ({ name, type: "S" })),
      hashKey: "owner",
      rangeKey: "name",
      indexes: [{ name: "byColour", hashKey: "colour", rangeKey: "name", projection: "ALL" }],
      ttl: "expires",
    },
  ],
  buckets: [
    {
      id: "plain",
      name: "plain",
      arn: arns.bucket("plain"),
      eventBridge: true,
      publicAccessBlocked: true,
      tlsEnforced: true,
      lifecycle: [{ id: "tidy", filter: { prefix: "old/" }, expiration: { days: 7 } }],
      cors: [{ allowedMethods: ["PUT"], allowedOrigins: ["https://app.example"], maxAgeSeconds: 60 }],
      notifications: [
        {
          id: "told",
          arn: arns.queue("notifications"),
          events: ["s3:ObjectCreated:*"],
          prefix: "told/",
          suffix: ".txt",
        },
      ],
    },
    {
      id: "versioned",
      name: "versioned",
      arn: arns.bucket("versioned"),
      eventBridge: false,
      publicAccessBlocked: false,
      tlsEnforced: false,
      lifecycle: [],
      versioning: true,
    },
  ],
  topics: ["news", "quiet"].map((name) => ({ id: name, name, arn: arns.topic(name) })),
  subscriptions: [
    {
      arn: `${arns.topic("news")}:11111111-2222-3333-4444-555555555555`,
      topicArn: arns.topic("news"),
      protocol: "sqs",
      endpoint: arns.queue("notifications"),
    },
  ],
  serviceRoles: [
    {
      id: "Rekognition",
      arn: arns.role("Rekognition"),
      trust: {
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { Service: "rekognition.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
        },
      },
      statements: [allow(["sns:Publish"], arns.topic("news"))],
    },
  ],
  schedules: [
    {
      name: "yearly",
      group: "default",
      arn: arns.schedule("default/yearly"),
      expression: "cron(0 3 1 6 ? *)",
      enabled: false,
      target: {
        arn: arns.queue("scheduled"),
        roleArn: arns.role("Scheduler"),
        input: "happy new year",
        retry: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
      statements: [allow(["sqs:SendMessage"], arns.queue("scheduled"))],
    },
  ],
}
