import { onTestFinished } from "vitest"
import { systemClock } from "../clock.ts"
import { EMPTY_GRAPH } from "../docs/supported-operations.ts"
import { type Engine, startEngine } from "../engine.ts"
import type { Graph, RuleNode } from "../graph.ts"
import { functionNode, handlerFolder } from "../lambda/testing.ts"
import { statusPage } from "./status-page.ts"

const here = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`
const queueArn = (name: string) => here("sqs", name)

function queue(name: string, changes: Partial<Graph["queues"][number]> = {}): Graph["queues"][number] {
  const url = `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`
  const times = { visibilityTimeout: 60, retention: 3600, delay: 0 }
  const Statement = [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: queueArn(name) }]
  return {
    id: `${name}Queue`,
    name,
    arn: queueArn(name),
    url,
    ...times,
    policy: { Version: "2012-10-17", Statement },
    ...changes,
  }
}

function rule(name: string, changes: Partial<RuleNode> = {}): RuleNode {
  const targets = [{ id: "target", arn: queueArn("work"), deadLetterArn: queueArn("undelivered") }]
  return { name, arn: here("events", `rule/photos/${name}`), bus: "photos", enabled: true, targets, ...changes }
}

/** A bus with a rule of each kind, a queue, and a function that works on it and says so. */
export const smallGraph: Graph = {
  ...EMPTY_GRAPH,
  app: { name: "small", stage: "test" },
  functions: [
    functionNode({
      statements: [
        {
          effect: "Allow",
          actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:SendMessage"],
          resources: [queueArn("work")],
        },
      ],
    }),
  ],
  queues: [
    queue("work", { redrive: { deadLetterArn: queueArn("dead"), maxReceiveCount: 3 } }),
    queue("dead"),
    queue("undelivered"),
  ],
  buses: [
    { id: "Photos", name: "photos", arn: here("events", "event-bus/photos") },
    { id: "Default", name: "default", arn: here("events", "event-bus/default") },
  ],
  rules: [
    rule("takes", { pattern: { "detail-type": ["Uploaded"] } }),
    rule("wants-more", {
      bus: here("events", "event-bus/photos"),
      pattern: { detail: { size: [{ numeric: [">", 5] }] } },
    }),
    rule("off", { pattern: { source: ["camera"] }, enabled: false }),
    rule("nightly", {
      bus: "default",
      arn: here("events", "rule/nightly"),
      schedule: "cron(0 3 * * ? *)",
      enabled: true,
    }),
  ],
  mappings: [
    {
      id: "Work",
      queueArn: queueArn("work"),
      functionArn: functionNode().arn,
      batchSize: 1,
      window: 0,
      partialResponses: false,
    },
  ],
  schedules: [
    {
      name: "tidy",
      group: "default",
      arn: here("scheduler", "schedule/default/tidy"),
      expression: "cron(0 4 1 1 ? *)",
      enabled: true,
      target: {
        arn: queueArn("work"),
        roleArn: here("iam", "role/tidy"),
        retry: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
      statements: [],
    },
  ],
  unsupported: [{ type: "aws:cloudfront:Distribution", name: "Cdn" }],
}

const HANDLER = `
export async function handler({ Records }) {
  const event = JSON.parse(Records[0].body)
  if (event.detail.fail) throw new Error("as asked")
  console.log(JSON.stringify({ level: "INFO", message: "Worked", correlationId: event.detail.metadata?.correlationId }))
}`

export interface Shown {
  readonly engine: Engine
  close(): Promise<void>
  get(path: string): Promise<Response>
  json<Answer>(path: string): Promise<Answer>
  /** Puts an event on the bus photos and gives its id. */
  put(detailType: string, detail?: object): string
}

/** The small app with its status page; ends with the test. */
export async function shownEngine(graph: Graph = smallGraph, clock = systemClock): Promise<Shown> {
  const page = statusPage({ clock })
  const engine = await startEngine({ graph, root: handlerFolder(HANDLER), port: 0, page: page.answer, concurrency: 1 })
  let closed: Promise<void> | undefined
  const close = () => (closed ??= engine.close())
  onTestFinished(close)
  page.show(engine)
  const get = (path: string) => fetch(engine.url + path)
  return {
    engine,
    close,
    get,
    json: async <Answer>(path: string) => (await (await get(path)).json()) as Answer,
    put: (detailType, detail = {}) =>
      engine.events.put([{ source: "camera", detailType, detail }], { bus: "photos" })[0] ?? "",
  }
}
