import { EMPTY_GRAPH, type Graph } from "@darkroom/local"

const ARN = "arn:aws:"
const here = (service: string, resource: string) => `${ARN}${service}:us-east-1:000000000000:${resource}`

export const BUS = "bench"
export const BUCKET = "bench"
const queue = here("sqs", "bench")
const rule = here("events", `rule/${BUS}/bench`)

/** The smallest app that an event goes all the way through: bus, rule, queue, function. */
export const overheadGraph: Graph = {
  ...EMPTY_GRAPH,
  app: { name: "bench", stage: "local" },
  functions: [
    {
      id: "Bench",
      arn: here("lambda", "function:Bench"),
      handler: "bench/overhead/handler.handler",
      timeout: 10,
      memory: 128,
      architecture: "arm64",
      logFormat: "JSON",
      environment: {},
      links: {},
      bundle: { install: [], mainFields: ["module", "main"] },
      roleArn: "arn:aws:iam::000000000000:role/bench",
      statements: [
        {
          effect: "Allow",
          actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
          resources: [queue],
        },
      ],
    },
  ],
  queues: [
    {
      id: "Bench",
      name: "bench",
      arn: queue,
      url: "https://sqs.us-east-1.amazonaws.com/000000000000/bench",
      visibilityTimeout: 60,
      retention: 3600,
      delay: 0,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: queue,
            Condition: { ArnLike: { "aws:SourceArn": [rule] } },
          },
        ],
      },
    },
  ],
  buses: [
    { id: "Bench", name: BUS, arn: here("events", `event-bus/${BUS}`) },
    { id: "Default", name: "default", arn: here("events", "event-bus/default") },
  ],
  rules: [
    {
      name: "bench",
      arn: rule,
      bus: BUS,
      pattern: { source: ["bench"] },
      enabled: true,
      targets: [{ id: "bench", arn: queue }],
    },
  ],
  mappings: [
    {
      id: "Bench",
      queueArn: queue,
      functionArn: here("lambda", "function:Bench"),
      batchSize: 10,
      window: 0,
      partialResponses: true,
    },
  ],
  buckets: [
    {
      id: "Bench",
      name: BUCKET,
      arn: "arn:aws:s3:::bench",
      eventBridge: false,
      publicAccessBlocked: true,
      tlsEnforced: true,
      lifecycle: [],
    },
  ],
}
