import { progressOf } from "@darkroom/catalog-model"
import sharp from "sharp"
import { afterEach, expect, it, vi } from "vitest"
import type { Denial } from "../src/iam/iam.ts"
import type { Graph } from "../src/index.ts"
import { type App, appGraph, type Mutable, startApp } from "./harness.ts"

const open: App[] = []
afterEach(async () => {
  for (const app of open.splice(0)) await app.close()
})

async function start(...args: Parameters<typeof startApp>): Promise<App> {
  const app = await startApp(...args)
  open.push(app)
  return app
}

const photo = () =>
  sharp({ create: { width: 300, height: 300, channels: 3, background: "#446688" } })
    .jpeg()
    .toBuffer()

it("needs nothing that the stacks do not grant", async () => {
  const denials: Denial[] = []
  const app = await start({ onDenied: (denial) => denials.push(denial) })
  await app.put("Incoming/allowed.jpg", await photo())
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
  const app = await start({ graph, onDenied: (denial) => denials.push(denial) })
  await app.put("Incoming/denied.jpg", await photo())
  const { record } = await app.entry(
    "Incoming/denied.jpg",
    (entry) => progressOf(entry.record).status === "failed" && entry.record.tagging !== undefined,
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
  const app = await start({ graph, onDenied: (denial) => denials.push(denial) })
  await app.put("Incoming/undelivered.jpg", await photo())
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
  const app = await start({ graph, onDenied: ({ resource }) => denied.add(resource) })
  await app.put("Incoming/nowhere.jpg", await photo())
  const arns = graph.queues.filter(({ id }) => closed.includes(id)).map(({ arn }) => arn)
  await vi.waitFor(() => expect([...denied].sort()).toEqual(arns.sort()), { timeout: 20_000 })
})

it("does not start with a function that may not read its queue", async () => {
  const graph = await appGraph((changed) => withdraw(changed, "Tagging", "sqs:ReceiveMessage"))
  const queue = graph.queues.find(({ id }) => id === "TaggingEvents")?.arn ?? ""
  await expect(start({ graph })).rejects.toThrow(
    `The function Tagging does not have permissions to call sqs:ReceiveMessage on ${queue}`,
  )
})

function withdraw(graph: Mutable<Graph>, id: string, action: string): void {
  for (const node of graph.functions)
    if (node.id === id)
      for (const statement of node.statements)
        statement.actions = statement.actions.filter((candidate) => candidate !== action)
}

/** Tests do not wait for five attempts. */
function attempts(graph: Mutable<Graph>, id: string, count: number): void {
  for (const node of graph.functions) if (node.id === id) node.environment["DARKROOM_MAX_RECEIVES"] = String(count)
  for (const queue of graph.queues)
    if (queue.id === `${id}Events` && queue.redrive) queue.redrive.maxReceiveCount = count
}
