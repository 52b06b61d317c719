import { PurgeQueueCommand, SQSClient } from "@aws-sdk/client-sqs"
import http from "node:http"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, it, onTestFinished } from "vitest"
import { EMPTY_GRAPH } from "../docs/supported-operations.ts"
import type { eventDetail } from "./event-detail.ts"
import type { EventSummary } from "./event-summary.ts"
import type { InvocationSummary } from "./invocation-list.ts"
import type { permissionStatus } from "./permission-status.ts"
import type { Status } from "./status-of.ts"
import { statusPage } from "./status-page.ts"
import { type Shown, shownEngine, smallGraph } from "./testing.ts"

type Detail = NonNullable<ReturnType<typeof eventDetail>>

/** The invocations that there are once there are so many. */
async function invoked({ json }: Shown, count: number, query = ""): Promise<InvocationSummary[]> {
  for (;;) {
    const found = await json<InvocationSummary[]>(`/status/invocations${query}`)
    if (found.length >= count) return found
    await sleep(20)
  }
}

it("shows functions, queues, rules, schedules and what the engine does not run", async () => {
  const shown = await shownEngine()
  shown.put("Uploaded")
  await invoked(shown, 1)
  const status = await shown.json<Status>("/status")
  expect(status).toMatchObject({ pid: process.pid, app: { name: "small", stage: "test" }, url: shown.engine.url })
  expect(status.functions).toMatchObject([
    { id: "Worker", coldStarts: 1, errors: 0, memory: 256, timeout: 20, handler: "handler.handler" },
  ])
  expect(status.queues).toMatchObject([
    { id: "workQueue", deadLetters: false, takenBy: ["Worker"], deadLetterQueue: "deadQueue", maxReceiveCount: 3 },
    { id: "deadQueue", deadLetters: true, takenBy: [] },
    { id: "undeliveredQueue", deadLetters: true },
  ])
  expect(status.rules).toMatchObject([
    { name: "takes", matched: 1, enabled: true, targets: [{ name: "workQueue", deadLetters: "undeliveredQueue" }] },
    { name: "wants-more", matched: 0 },
    { name: "off", matched: 0, enabled: false },
    { name: "nightly", schedule: "cron(0 3 * * ? *)" },
  ])
  expect(status.schedules).toMatchObject([
    { kind: "schedule", name: "tidy", expression: "cron(0 4 1 1 ? *)", targets: ["workQueue"] },
    { kind: "rule", name: "nightly", expression: "cron(0 3 * * ? *)", targets: ["workQueue"] },
  ])
  expect(new Date(status.schedules[1]?.next ?? 0).toISOString()).toMatch(/T03:00:00\.000Z$/)
  expect(status.unsupported).toEqual(smallGraph.unsupported)
})

it("says how old the oldest message of a queue is", async () => {
  const { engine, json } = await shownEngine({ ...smallGraph, mappings: [] })
  engine.sqs.send("arn:aws:sqs:us-east-1:000000000000:dead", { body: "{}" })
  const { queues } = await json<Status>("/status")
  expect(queues[1]).toMatchObject({ visible: 1, oldestSeconds: 0 })
  expect(queues[0]).not.toHaveProperty("oldestSeconds")
})

it("lists events without their payload, as many as are asked for", async () => {
  const { put, json } = await shownEngine()
  for (const name of ["One", "Two", "Three"]) put(name, { secret: "payload", metadata: { groupKey: "photo-1" } })
  const { events } = await json<Status>("/status?events=2")
  expect(events).toMatchObject([
    { type: "Three", about: "photo-1", bus: "photos", source: "camera", rules: [] },
    { type: "Two" },
  ])
  expect(JSON.stringify(events)).not.toContain("payload")
  expect((await json<Status>("/status?events=0")).events).toEqual([])
})

it.each([
  ["type=upl", ["Uploaded"]],
  ["source=CAMERA", ["Deleted", "Uploaded"]],
  ["source=phone", []],
  ["about=photo-2", ["Deleted"]],
  ["about=work-1", ["Uploaded"]],
  ["text=holiday", ["Uploaded"]],
  ["text=takes", ["Uploaded"]],
  ["limit=1", ["Deleted"]],
])("finds events with %s", async (query, types) => {
  const { put, json } = await shownEngine()
  put("Uploaded", { name: "Holiday.jpg", metadata: { groupKey: "photo-1", correlationId: "work-1" } })
  put("Deleted", { metadata: { groupKey: "photo-2" } })
  expect((await json<EventSummary[]>(`/status/events?${query}`)).map(({ type }) => type)).toEqual(types)
})

it("tells of an event what it says, who took it, and why each other rule of its bus did not", async () => {
  const { put, json } = await shownEngine()
  const id = put("Uploaded", { size: 3, html: "<script>" })
  const { sightings } = await json<Detail>(`/status/events/${id}`)
  expect(sightings).toMatchObject([
    { type: "Uploaded", bus: "photos", event: { id, detail: { size: 3, html: "<script>" } } },
  ])
  expect(sightings[0]?.rules).toMatchObject([
    { name: "takes", taken: true, targets: ["workQueue"] },
    {
      name: "wants-more",
      taken: false,
      mismatch: { path: "detail.size", found: 3 },
      why: expect.stringContaining("detail.size is 3"),
    },
    { name: "off", taken: false, enabled: false, why: "the pattern matches, but the rule off is disabled" },
  ])
})

it("does not know an event that never was", async () => {
  const { get } = await shownEngine({ ...EMPTY_GRAPH, buses: smallGraph.buses })
  expect((await get("/status/events/none")).status).toBe(404)
})

it("finds invocations by function, status, trace and what their logs are about", async () => {
  const shown = await shownEngine()
  shown.put("Uploaded", { metadata: { correlationId: "work-1" } })
  const [first] = await invoked(shown, 1)
  expect(first).toMatchObject({
    functionId: "Worker",
    cold: true,
    status: "ok",
    queue: "workQueue",
    correlationIds: ["work-1"],
  })
  shown.put("Uploaded", { fail: true })
  await invoked(shown, 1, "?status=failed")
  const count = async (query: string) => (await invoked(shown, 0, query)).length
  expect(await count("?status=error&function=Worker")).toBe(1)
  expect(await count("?correlationId=work-1")).toBe(1)
  expect(await count(`?traceId=${first?.traceId}&requestId=${first?.requestId}`)).toBe(1)
  expect(await count("?function=Other")).toBe(0)
  expect(await count("?limit=0")).toBe(0)
})

it("says which permissions were used, how often, and which never", async () => {
  const shown = await shownEngine()
  shown.put("Uploaded")
  await invoked(shown, 1)
  const [worker] = await shown.json<ReturnType<typeof permissionStatus>>("/status/permissions")
  expect(worker).toMatchObject({
    functionId: "Worker",
    statements: [{ names: ["workQueue"], unused: ["sqs:SendMessage"], calls: { "sqs:ReceiveMessage": 1 } }],
  })
})

it("says which calls permissions did not allow since a time", async () => {
  const before = Date.now()
  const shown = await shownEngine()
  const credentials = { accessKeyId: "Worker", secretAccessKey: "local" }
  const sqs = new SQSClient({
    endpoint: shown.engine.url,
    region: "us-east-1",
    credentials,
    useQueueUrlAsEndpoint: false,
  })
  onTestFinished(() => sqs.destroy())
  const QueueUrl = "https://sqs.us-east-1.amazonaws.com/000000000000/dead"
  await expect(sqs.send(new PurgeQueueCommand({ QueueUrl }))).rejects.toThrow("not authorized")
  const denial = { functionId: "Worker", action: "sqs:PurgeQueue", resource: expect.stringMatching(/:dead$/) }
  expect(await shown.json(`/status/denials?since=${before}`)).toEqual([{ time: expect.any(Number), ...denial }])
  expect(await shown.json(`/status/denials?since=${Date.now() + 60_000}`)).toEqual([])
})

it("answers the totals of metrics, and the logs", async () => {
  const shown = await shownEngine()
  shown.put("Uploaded", { metadata: { correlationId: "work-1" } })
  await invoked(shown, 1)
  const totals = await shown.json<{ name: string; sum: number }[]>("/status/metrics")
  expect(totals).toContainEqual(expect.objectContaining({ name: "Invocations", sum: 1 }))
  expect(await shown.json("/logs?correlationId=work-1&limit=5")).toMatchObject([
    { functionId: "Worker", message: "Worked" },
  ])
  expect(await shown.json("/logs?text=nothing")).toEqual([])
})

it.each([
  ["/logs?level=loud", "The parameter level must be one of trace, debug, info, warn, error, critical, fatal.\n"],
  ["/status?events=many", "The parameter events must be a whole number from 0 to 1000.\n"],
  ["/status/events?limit=1001", "The parameter limit must be a whole number from 0 to 1000.\n"],
  [
    "/status/invocations?name=x",
    'The parameter "name" must be one of limit, function, status, traceId, requestId, correlationId.\n',
  ],
  ["/status/stream?of=news", "The parameter of must be some of events, logs, invocations.\n"],
  [
    "/status/stream?level=loud",
    "The parameter level must be one of trace, debug, info, warn, error, critical, fatal.\n",
  ],
])("refuses %s and says why", async (path, why) => {
  const { get } = await shownEngine({ ...EMPTY_GRAPH, buses: smallGraph.buses })
  const answer = await get(path)
  expect([answer.status, answer.headers.get("content-type")]).toEqual([400, "text/plain; charset=utf-8"])
  expect(await answer.text()).toBe(why)
})

it("answers this machine alone, and only GET", async () => {
  const { engine } = await shownEngine({ ...EMPTY_GRAPH, buses: smallGraph.buses })
  for (const path of ["/", "/status", "/status/stream", "/status/events/x", "/logs", "/status/page/main.js"]) {
    expect([path, await statusWith(engine.url + path, { headers: { host: "evil.example" } })]).toEqual([path, 403])
    expect([path, await statusWith(engine.url + path, { method: "POST" })]).toEqual([path, 405])
  }
})

function statusWith(url: string, options: http.RequestOptions): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, options, (answer) => resolve(answer.resume().statusCode))
    request.once("error", reject).end()
  })
}

it("says that the engine starts, before there is one to show", async () => {
  const page = statusPage()
  const server = http.createServer(page.answer).listen(0, "127.0.0.1")
  await new Promise((resolve) => server.once("listening", resolve))
  const { port } = server.address() as { port: number }
  const answer = await fetch(`http://127.0.0.1:${port}/status`)
  expect([answer.status, await answer.text()]).toEqual([503, "The engine is starting.\n"])
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
  server.closeAllConnections()
  server.close()
})
