import {
  allEvents,
  type DarkroomEvent,
  ImageArchived,
  ImageCategorized,
  imageExample,
  ImageMoved,
  ImageProcessed,
  ImageRejected,
  ProcessingFailed,
} from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { describe, expect, it, onTestFinished } from "vitest"
import { callWebhook } from "./call-webhook.ts"
import { post, secondsUntil } from "./post.ts"
import { handler } from "./webhook-handler.ts"
import type { Webhook } from "./webhook-deps.ts"
import { type Reply, SECRET, startReceiver } from "./webhook-receiver.fixture.ts"

const decided = exampleEvent(ImageCategorized)
const NOW = new Date()

async function start(reply: Reply = 204, webhook: Partial<Webhook> = {}) {
  const receiver = await startReceiver(reply)
  onTestFinished(() => receiver.close())
  const target: Webhook = { url: receiver.url, secrets: SECRET, ...webhook }
  const deps = { webhook: target, post: (request: Parameters<typeof post>[0]) => post(request, 2_000), now: () => NOW }
  const runtime = testRuntime("notification-ShopWebhook", { maxReceives: 24, queueReceives: 24 })
  const definitions = [ImageCategorized, ImageArchived, ImageMoved, ImageProcessed, ImageRejected, ProcessingFailed]
  const run = subscriber(
    definitions.map((event) => on(event as typeof ImageCategorized, (received) => callWebhook(received, deps))),
    () => ({ ...runtime, maxBackoff: 36_000 }),
  )
  const deliver = (event: DarkroomEvent | object, attempt = 1) =>
    run(sqsBatch(["metadata" in event ? busEvent(event) : event], { attempt }), lambdaContext())
  return { ...receiver, runtime, deliver }
}

it("can be subscribed to every event of the contract", () => {
  expect(handler.subscriptions).toHaveLength(allEvents.length)
})

it("sends the event itself, signed, under the event's id and with the time of the attempt", async () => {
  const { received, verified, deliver } = await start()
  await deliver(decided)
  const [request] = received
  expect(request?.headers).toMatchObject({
    "content-type": "application/json",
    "webhook-id": decided.metadata.id,
    "webhook-timestamp": String(Math.floor(NOW.getTime() / 1000)),
    "webhook-signature": expect.stringMatching(/^v1,\S{44}$/),
  })
  const { type, data, metadata } = decided
  expect(verified(request!)).toEqual({ type, timestamp: metadata.time, data, metadata })
})

it("is not believed with another body, id, time or secret", async () => {
  const { received, verified, deliver } = await start()
  await deliver(decided)
  const { headers, body } = received[0]!
  const changes = [
    { headers, body: body.replace("success", "failure") },
    { headers: { ...headers, "webhook-id": "another" }, body },
    { headers: { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + 1) }, body },
  ]
  for (const changed of changes) expect(() => verified(changed)).toThrow("No matching signature")
  expect(() => verified(received[0]!, `whsec_${btoa("another secret of enough bytes")}`)).toThrow("No matching")
})

it("signs with the old and the new secret while it is being changed", async () => {
  const next = `whsec_${btoa("the next secret, of enough bytes")}`
  const { received, verified, deliver } = await start(204, { secrets: `${SECRET} ${next}` })
  await deliver(decided)
  expect(verified(received[0]!)).toEqual(verified(received[0]!, next))
})

it("sends once what is delivered twice", async () => {
  const { received, deliver } = await start()
  await deliver(decided)
  await deliver(decided)
  expect(received).toHaveLength(1)
})

it("gives up a malformed event and sends nothing", async () => {
  const { received, runtime, deliver } = await start()
  await deliver({ ...busEvent(decided), detail: { metadata: decided.metadata, data: {} } })
  expect(runtime.deadLetters[0]?.failure.name).toBe("MalformedEvent")
  expect(received).toEqual([])
})

it.each<[string, DarkroomEvent]>([
  ["a replay", { ...decided, replayName: "monday" }],
  ["what follows from a replay", { ...decided, metadata: { ...decided.metadata, origin: "replay" } }],
  ["another look at an old photo", { ...decided, metadata: { ...decided.metadata, origin: "reprocess" } }],
  ["a photo that a backfill brings", { ...decided, metadata: { ...decided.metadata, origin: "backfill" } }],
])("sends nothing of %s", async (_, event) => {
  const { received, deliver } = await start()
  await deliver(event)
  expect(received).toEqual([])
})

describe("a filter", () => {
  const failed = exampleEvent(ProcessingFailed, { body: JSON.stringify(busEvent(decided)) })
  it.each<[Partial<Webhook>, DarkroomEvent, number]>([
    [{ categories: ["success"] }, decided, 1],
    [{ categories: ["failure", "review"] }, decided, 0],
    [{ categories: ["success"] }, exampleEvent(ImageProcessed, { decision: decided.data.decision }), 1],
    [{ categories: ["success"] }, exampleEvent(ImageProcessed), 0],
    [{ categories: ["success"] }, exampleEvent(ImageMoved), 1],
    [{ categories: ["success"] }, exampleEvent(ImageRejected), 0],
    [{ profiles: ["private-uploads"] }, decided, 1],
    [{ profiles: ["images"] }, decided, 0],
    [{ owners: ["ada"] }, decided, 1],
    [{ owners: ["bob"] }, decided, 0],
    [{ owners: ["ada"] }, failed, 1],
    [{ owners: ["ada"] }, exampleEvent(ProcessingFailed), 0],
    [{ owners: ["ada"], profiles: ["images"] }, decided, 0],
    [{ owners: ["ada"] }, exampleEvent(ImageArchived), 0],
    [{}, exampleEvent(ImageArchived), 1],
  ])("%j lets through of $type: %s", async (filter, event, sent) => {
    const { received, deliver } = await start(204, filter)
    await deliver(event)
    expect(received).toHaveLength(sent)
    expect(imageExample.owner).toBe("ada")
  })
})

describe("an answer", () => {
  it.each([200, 201, 202, 204, 299])("of %i ends it", async (status) => {
    const { runtime, deliver } = await start(status)
    expect((await deliver(decided)).batchItemFailures).toEqual([])
    expect(runtime.deadLetters).toEqual([])
  })

  it.each([400, 401, 404, 410, 413, 422])("of %i ends it in the dead-letter queue", async (status) => {
    const { received, runtime, deliver } = await start(status)
    expect((await deliver(decided)).batchItemFailures).toEqual([])
    const { failure } = runtime.deadLetters[0]!
    expect(failure).toMatchObject({ name: "WebhookRefused", class: "permanent" })
    expect(failure.message).toMatch(new RegExp(`^127\\.0\\.0\\.1:\\d+ answered ${status}`))
    expect(received).toHaveLength(1)
  })

  it.each([
    [408, "transient"],
    [429, "throttled"],
    [500, "transient"],
    [502, "transient"],
    [503, "transient"],
    [504, "transient"],
  ])("of %i is tried again under the same id", async (status) => {
    const { received, answers, verified, runtime, deliver } = await start(status)
    expect((await deliver(decided)).batchItemFailures).toHaveLength(1)
    answers(200)
    expect((await deliver(decided, 2)).batchItemFailures).toEqual([])
    expect(received.map(({ headers }) => headers["webhook-id"])).toEqual([decided.metadata.id, decided.metadata.id])
    expect(received.map((request) => verified(request))).toHaveLength(2)
    expect(runtime.deadLetters).toEqual([])
  })

  it.each([
    [429, "1800", 1800],
    [503, "7200", 7200],
    [503, "999999999", 39_600],
  ])("of %i that asks for %s seconds is tried again after %i", async (status, retryAfter, seconds) => {
    const { runtime, deliver } = await start((response) =>
      response.writeHead(status, { "retry-after": retryAfter }).end(),
    )
    await deliver(decided)
    expect(runtime.delays).toEqual([seconds])
  })

  it("of a redirect is not followed, and is tried again", async () => {
    const other = await start()
    const { runtime, deliver } = await start((response) => response.writeHead(307, { location: other.url }).end())
    expect((await deliver(decided)).batchItemFailures).toHaveLength(1)
    expect([other.received, runtime.deadLetters]).toEqual([[], []])
  })

  it("that never ends is not read", async () => {
    let closed = () => {}
    const end = new Promise<void>((resolve) => (closed = resolve))
    const { deliver } = await start((response) => {
      const more = setInterval(() => response.write("x".repeat(65_536)), 1)
      response.on("close", () => {
        clearInterval(more)
        closed()
      })
      response.writeHead(200)
      response.write("x")
    })
    expect((await deliver(decided)).batchItemFailures).toEqual([])
    await end
  })

  it("that does not come in time is a failure that may pass", async () => {
    const receiver = await startReceiver(() => {})
    onTestFinished(() => receiver.close())
    await expect(post({ url: receiver.url, headers: {}, body: "{}" }, 50)).rejects.toMatchObject({
      name: "TimeoutError",
    })
  })
})

it("tries again where nobody listens", async () => {
  const { close, deliver, runtime } = await start()
  await close()
  expect((await deliver(decided)).batchItemFailures).toHaveLength(1)
  expect(JSON.stringify(runtime.logs)).toContain("did not answer")
})

it("tries for days before it gives up, ever less often", async () => {
  const { runtime, deliver } = await start(500)
  for (let attempt = 1; attempt <= 24; attempt++) await deliver(decided, attempt)
  expect(runtime.deadLetters).toHaveLength(1)
  expect(runtime.delays).toHaveLength(23)
  expect(Math.max(...runtime.delays)).toBeLessThanOrEqual(36_000)
  const hours = runtime.delays.reduce((sum, seconds) => sum + seconds, 0) / 3600
  expect(hours).toBeGreaterThan(48)
})

it.each([
  ["120", 120],
  [" 7 ", 7],
  ["Sat, 21 Nov 2026 10:00:00 GMT", 1800],
  ["Sat, 21 Nov 2026 09:00:00 GMT", undefined],
  ["soon", undefined],
  ["-5", undefined],
  [null, undefined],
])("reads the Retry-After %j as %j seconds", (header, seconds) => {
  expect(secondsUntil(header, Date.parse("2026-11-21T09:30:00Z"))).toBe(seconds)
})
