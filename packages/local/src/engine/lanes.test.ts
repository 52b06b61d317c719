import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { EMPTY_GRAPH } from "../docs/supported-operations.ts"
import { startEngine } from "../engine.ts"
import type { Graph, MappingNode, QueueNode } from "../graph.ts"
import { functionNode, handlerFolder } from "../lambda/testing.ts"
import { arns } from "../operations/arns.ts"

const queue = (name: string): QueueNode => ({
  id: name,
  name,
  arn: arns.queue(name),
  url: "",
  visibilityTimeout: 60,
  retention: 345_600,
  delay: 0,
})

const mapping = (name: string, limit: object = {}): MappingNode => ({
  id: name,
  queueArn: arns.queue(name),
  functionArn: arns.function("Worker"),
  batchSize: 1,
  window: 0,
  partialResponses: true,
  ...limit,
})

/** One function with a queue for what is urgent and one for what is not. */
const graph: Graph = {
  ...EMPTY_GRAPH,
  functions: [
    functionNode({
      arn: arns.function("Worker"),
      statements: [
        {
          effect: "Allow",
          actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
          resources: [arns.queue("live"), arns.queue("backfill")],
        },
      ],
      timeout: 10,
    }),
  ],
  queues: [queue("live"), queue("backfill")],
  mappings: [mapping("live"), mapping("backfill", { maximumConcurrency: 10 })],
}

/** Leaves a file for each message; one of a backfill waits until it may go on. */
const HANDLER = `
  import { existsSync, writeFileSync } from "node:fs"
  import { setTimeout } from "node:timers/promises"
  const here = (name) => new URL(name, import.meta.url)
  export async function handler({ Records: [{ body }] }) {
    writeFileSync(here(body), "")
    while (body.startsWith("backfill") && !existsSync(here("go"))) await setTimeout(5)
    return { batchItemFailures: [] }
  }`

it("does what is urgent while a backlog of the other lane is under way", async () => {
  const root = handlerFolder(HANDLER)
  const seen = (name: string) => existsSync(join(root, name))
  const recogniser = { detectLabels: async () => [], close: async () => {} }
  const engine = await startEngine({ graph, root, port: 0, recogniser, concurrency: 2 })
  onTestFinished(() => engine.close())
  for (let count = 0; count < 20; count++) engine.sqs.send(arns.queue("backfill"), { body: `backfill-${count}` })
  await expect.poll(() => seen("backfill-0"), { timeout: 10_000 }).toBe(true)
  for (const body of ["live-0", "live-1"]) engine.sqs.send(arns.queue("live"), { body })
  await expect.poll(() => seen("live-0") && seen("live-1"), { timeout: 10_000 }).toBe(true)
  expect(seen("backfill-1")).toBe(false)
  writeFileSync(join(root, "go"), "")
  await expect.poll(() => seen("backfill-19"), { timeout: 10_000 }).toBe(true)
})
