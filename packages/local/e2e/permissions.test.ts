import { progressOf } from "@darkroom/catalog-model"
import { expect, it, vi } from "vitest"
import type { Denial } from "../src/iam/iam.ts"
import type { Graph } from "../src/index.ts"
import { appGraph, attempts, type Mutable, plainPhoto, startForTest } from "./harness.ts"

it("needs nothing that the stacks do not grant", async () => {
  const denials: Denial[] = []
  const app = await startForTest({ onDenied: (denial) => denials.push(denial) })
  await app.put("Incoming/allowed.jpg", await plainPhoto())
  const { record } = await app.entry("Incoming/allowed.jpg")
  expect(progressOf(record).status).toBe("processed")
  await app.idle()
  expect(denials).toEqual([])
  const used = app.engine.iam.usedPermissions().find(({ functionId }) => functionId === "Thumbnail")
  expect(used?.statements.flatMap((statement) => statement.used)).toEqual(
    expect.arrayContaining(["events:PutEvents", "s3:GetObject", "s3:PutObject", "sqs:ReceiveMessage"]),
  )
})

it("fails the step that lacks a permission, names it, and keeps the others' results", async () => {
  const graph = await appGraph((changed) => {
    withdraw(changed, "Thumbnail", "s3:PutObject")
    attempts(changed, "Thumbnail", 1)
  })
  const denials: Denial[] = []
  const app = await startForTest({ graph, onDenied: (denial) => denials.push(denial) })
  await app.put("Incoming/denied.jpg", await plainPhoto())
  const { record } = await app.entry(
    "Incoming/denied.jpg",
    (entry) => progressOf(entry.record).status === "failed" && entry.record.categorization !== undefined,
  )
  const arn = `arn:aws:s3:::${app.photos}/Thumbnails/`
  expect(denials[0]).toEqual({
    functionId: "Thumbnail",
    action: "s3:PutObject",
    resource: expect.stringContaining(arn),
  })
  expect(progressOf(record).steps).toMatchObject([
    { step: "metadata", state: "done" },
    { step: "tagging", state: "done" },
    { step: "thumbnail", state: "failed" },
    { step: "categorization", state: "done" },
  ])
  const failed = app.seen.find((event) => event["detail-type"] === "ProcessingFailed")
  const said = JSON.stringify(failed?.detail)
  expect(said).toContain("AccessDenied")
  expect(said).toContain(`User: Thumbnail is not authorized to perform: s3:PutObject on resource: ${arn}`)
})

it("sends to Undelivered what a queue does not let its rule put in", async () => {
  const graph = await appGraph((changed) => {
    for (const queue of changed.queues) if (queue.id === "ThumbnailEvents") delete queue.policy
  })
  const denials: Denial[] = []
  const app = await startForTest({ graph, onDenied: (denial) => denials.push(denial) })
  await app.put("Incoming/undelivered.jpg", await plainPhoto())
  await vi.waitFor(() => expect(app.count("ProcessingFailed")).toBe(1), { timeout: 20_000 })
  const queue = graph.queues.find(({ id }) => id === "ThumbnailEvents")?.arn
  expect(denials).toContainEqual({
    functionId: "events.amazonaws.com",
    action: "sqs:SendMessage",
    resource: queue,
  })
  const failed = app.seen.find((event) => event["detail-type"] === "ProcessingFailed")
  expect(JSON.stringify(failed?.detail)).toContain("NO_PERMISSIONS")
})

it("reports a dead-letter queue that does not let rules put in, either", async () => {
  const closed = ["ThumbnailEvents", "Undelivered"]
  const graph = await appGraph((changed) => {
    for (const queue of changed.queues) if (closed.includes(queue.id)) delete queue.policy
  })
  const denied = new Set<string>()
  const app = await startForTest({ graph, onDenied: ({ resource }) => denied.add(resource) })
  await app.put("Incoming/nowhere.jpg", await plainPhoto())
  const arns = graph.queues.filter(({ id }) => closed.includes(id)).map(({ arn }) => arn)
  await vi.waitFor(() => expect([...denied].sort()).toEqual(arns.sort()), { timeout: 20_000 })
})

it("does not start with a function that may not read its queue", async () => {
  const graph = await appGraph((changed) => withdraw(changed, "Tagging", "sqs:ReceiveMessage"))
  const queue = graph.queues.find(({ id }) => id === "TaggingEvents")?.arn ?? ""
  await expect(startForTest({ graph })).rejects.toThrow(
    `The function Tagging does not have permissions to call sqs:ReceiveMessage on ${queue}`,
  )
})

function withdraw(graph: Mutable<Graph>, id: string, action: string): void {
  for (const node of graph.functions)
    if (node.id === id)
      for (const statement of node.statements)
        statement.actions = statement.actions.filter((candidate) => candidate !== action)
}
