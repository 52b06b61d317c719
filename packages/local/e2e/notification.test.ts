import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { startReceiver } from "../../../services/notification/src/webhook-receiver.fixture.ts"
import { list } from "../../cli/src/commands/dlq.ts"
import { replayEvents } from "../../cli/src/commands/replay.ts"
import type { Terminal } from "../../cli/src/terminal.ts"
import { command, handledSince, latestLog } from "./commands.ts"
import { faultPlan, type Graph, synth } from "../src/index.ts"
import { type App, groupKeyOf, isDone, type Mutable, plainPhoto, root, startApp, startForTest } from "./harness.ts"
import { type Scene, sceneRecogniser } from "./seen-things.ts"

const RECIPIENTS = [
  { name: "quality", email: "quality@example.com", categories: ["failure"], profiles: ["moderation"] },
  { name: "on-call", sms: "+4915112345678", events: ["ProcessingFailed"] },
  { name: "bob", email: "bob@example.com", owners: ["bob"] },
  { name: "shop", webhook: "http://127.0.0.1:8099/hooks", profiles: ["moderation"] },
]
const SECRET = `whsec_${btoa("a secret for tests, of enough bytes")}`

/** The app as it is with these recipients: a graph of its own, for what is in the environment is in it. */
async function graphWithRecipients(): Promise<Mutable<Graph>> {
  vi.stubEnv("DARKROOM_RECIPIENTS", JSON.stringify(RECIPIENTS))
  vi.stubEnv("SST_SECRET_ShopWebhookSecret", SECRET)
  try {
    const graph = await synth({ root, stage: "local", cache: join(root, ".darkroom/with-recipients") })
    return structuredClone(graph) as Mutable<Graph>
  } finally {
    vi.unstubAllEnvs()
  }
}

const violence: Scene["moderation"][number] = { name: "Violence", parentName: "", taxonomyLevel: 1, confidence: 91 }
const scene: Scene = { labels: [], faces: [], text: [], moderation: [violence] }
const { recogniser } = sceneRecogniser(scene)

/** The graph with the receiver's own address in it, which is another one every time. */
async function graphCalling(url: string): Promise<Graph> {
  const graph = await graphWithRecipients()
  const { environment } = graph.functions.find(({ id }) => id === "ShopWebhook")!
  const webhook = JSON.parse(environment["DARKROOM_WEBHOOK"] ?? "{}") as object
  environment["DARKROOM_WEBHOOK"] = JSON.stringify({ ...webhook, url })
  return graph
}

let app: App
let receiver: Awaited<ReturnType<typeof startReceiver>>
beforeAll(async () => {
  receiver = await startReceiver()
  app = await startApp({ graph: await graphCalling(receiver.url), recogniser })
})
afterAll(async () => {
  await app.close()
  await receiver.close()
})
beforeEach(() => {
  scene.moderation = [violence]
  receiver.answers(204)
})

/** A replay to every rule of the bus. */
const replayToEverybody = async (_: object, { open }: Terminal) => {
  const { replays, close } = await open()
  await replays.start({ name: "to-everybody", from: Date.now() - 600_000, to: Date.now(), rules: [] })
  close()
}

/** Uploads a photo that must not be shown, and waits until nothing is left to do. */
async function upload(key: string, to: App = app): Promise<string> {
  await to.put(key, await plainPhoto())
  const { record } = await to.entry(key, isDone, 50)
  await to.idle()
  return record.imageId
}

const queueOf = (id: string) => app.engine.graph.queues.find((queue) => queue.id === id)!.arn
/** What the webhook gave up, as it is kept. */
const deadLetters = async () => {
  const { json } = await command(app, list, { state: "dead", json: true })
  return (json as { subscriber: string }[]).filter(({ subscriber }) => subscriber === "ShopWebhook").length
}
const messagesTo = (endpoint: string, { engine }: App = app) =>
  engine.sns.outbox().filter((message) => message.endpoint === endpoint)
const mailsOf = (imageId: string) =>
  messagesTo("quality@example.com").filter(({ attributes }) => attributes["imageId"]?.Value === imageId)

interface Payload {
  readonly type: string
  readonly metadata: { readonly id: string; readonly groupKey: string }
}

/** What the receiver got of a photo, all of it verified. */
const calledOf = (imageId: string) =>
  receiver.received
    .map(({ headers, body }) => ({
      id: headers["webhook-id"],
      payload: receiver.verified({ headers, body }, SECRET) as Payload,
    }))
    .filter(({ payload }) => payload.metadata.groupKey === imageId)

it("tells the quality team of what must not be shown, and others of nothing", async () => {
  const imageId = await upload("moderation/fight.jpg")
  const mails = mailsOf(imageId)
  expect(mails).toMatchObject([{ protocol: "email", subject: "Failure: fight.jpg" }])
  expect(mails[0]?.topicArn).toContain("QualityFailure")
  expect(mails[0]?.message).toMatch(/^Failure: fight\.jpg\nWhy: .*91.*\nWhere: s3:\/\/.*moderation\/fight\.jpg\n/)
  expect(mails[0]?.message).toContain(imageId)
  expect(mails[0]?.attributes).toMatchObject({
    category: { Value: "failure" },
    profile: { Value: "moderation" },
    rules: { Value: "moderated" },
    rule: { Value: "unsafe" },
    owner: { Value: "shared" },
  })
  expect([messagesTo("bob@example.com"), messagesTo("+4915112345678")]).toEqual([[], []])
})

it("does not tell the quality team of what may be shown", async () => {
  scene.moderation = []
  const imageId = await upload("moderation/meadow.jpg")
  expect(app.count("ImageCategorized", imageId)).toBe(1)
  expect(mailsOf(imageId)).toEqual([])
})

it("calls a webhook once an event, and the receiver can verify it", async () => {
  const imageId = await upload("moderation/called.jpg")
  const calls = calledOf(imageId)
  expect(calls.map(({ payload }) => payload.type).toSorted()).toEqual(["ImageCategorized", "ImageProcessed"])
  expect(calls.map(({ id }) => id)).toEqual(calls.map(({ payload }) => payload.metadata.id))
  const decided = app.seen.find((event) => event["detail-type"] === "ImageCategorized" && groupKeyOf(event) === imageId)
  const { data, metadata } = decided!.detail as { data: unknown; metadata: { time: string } }
  expect(calls.find(({ payload }) => payload.type === "ImageCategorized")?.payload).toEqual({
    type: "ImageCategorized",
    timestamp: metadata.time,
    data,
    metadata,
  })
})

it("calls a webhook of the photos that it asks for and of no others", async () => {
  const imageId = await upload("labels/other.jpg")
  expect([app.count("ImageProcessed", imageId), calledOf(imageId)]).toEqual([1, []])
})

it("tells people and webhooks once of an event that comes again and again", async () => {
  const imageId = await upload("moderation/again.jpg")
  const decided = app.seen.find((event) => event["detail-type"] === "ImageCategorized" && groupKeyOf(event) === imageId)
  for (let time = 0; time < 3; time++)
    for (const queue of ["NotificationEvents", "ShopWebhookEvents"])
      app.engine.sqs.send(queueOf(queue), { body: JSON.stringify(decided) })
  await app.idle()
  expect([mailsOf(imageId).length, calledOf(imageId).length]).toEqual([1, 2])
})

it("calls a receiver again that was down", async () => {
  receiver.answers(503)
  const before = receiver.received.length
  await app.put("moderation/later.jpg", await plainPhoto())
  await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThanOrEqual(before + 2), { timeout: 25_000 })
  receiver.answers(204)
  const { record } = await app.entry("moderation/later.jpg")
  await app.idle()
  const calls = calledOf(record.imageId)
  expect(new Set(calls.map(({ id }) => id)).size).toBe(2)
  expect(calls.length).toBeGreaterThanOrEqual(4)
  expect(await deadLetters()).toBe(0)
})

it("keeps what a receiver refuses, and reports it to nobody", async () => {
  receiver.answers(400)
  const imageId = await upload("moderation/refused.jpg")
  expect(calledOf(imageId)).toHaveLength(2)
  await expect.poll(deadLetters, { timeout: 25_000, interval: 500 }).toBe(2)
  await app.idle()
  expect(app.count("ProcessingFailed")).toBe(0)
})

it("tells nobody anything of a replay, nor of what follows from it, not even where the replay is meant for all", async () => {
  const from = Date.now()
  const imageId = await upload("moderation/replayed.jpg")
  const owned = await upload("private/bob/uploads/replayed.jpg")
  const told = () => {
    const statements = app.engine.iam.usedPermissions().find(({ functionId }) => functionId === "Notification")
    const calls = Object.fromEntries(
      (statements?.statements ?? []).flatMap((statement) => Object.entries(statement.calls)),
    )
    const [outbox, webhooks] = [app.engine.sns.outbox().length, receiver.received.length]
    return { live: calls["iot:Publish"], topics: calls["sns:Publish"], outbox, webhooks }
  }
  const before = told()
  expect([calledOf(imageId).length, messagesTo("bob@example.com").length]).toEqual([2, 1])
  expect(before.live).toBeGreaterThan(0)
  const processed = app.count("ImageProcessed", owned)
  const all = { from, cascade: true, yes: true, wait: true, json: true }
  const { code } = await command(app, replayEvents, { ...all, name: "again" })
  expect(code).toBe(0)
  await vi.waitFor(() => app.idle(), { timeout: 60_000 })
  // Somebody who starts a replay at EventBridge, without these rules left out.
  const log = latestLog(app)
  await command(app, replayToEverybody, {})
  const handled = () => handledSince(app, log).filter(({ functionId }) => functionId === "Notification").length
  await expect.poll(handled, { timeout: 25_000 }).toBeGreaterThan(10)
  await vi.waitFor(() => app.idle(), { timeout: 60_000 })
  expect(app.count("ImageProcessed", owned)).toBeGreaterThan(processed)
  expect(told()).toEqual(before)
}, 180_000)

describe("where SNS does not answer as it should", () => {
  async function startWith(fault: "crashAfter" | "throttle", times: number) {
    const rules = [{ service: "sns", operation: "Publish", fault, probability: 1, times }]
    const faults = faultPlan({ seed: 1, rules })
    const graph = await graphCalling(receiver.url)
    return { faults, other: await startForTest({ graph, recogniser, faults }) }
  }

  it("does not send again what may have been sent, and tells who is on call that a person has to look", async () => {
    const { other, faults } = await startWith("crashAfter", 1)
    await upload("moderation/unknown.jpg", other)
    expect(faults.injected).toHaveLength(1)
    const [failed] = other.seen.filter((event) => event["detail-type"] === "ProcessingFailed")
    expect(failed?.detail).toMatchObject({
      data: { service: "notification", class: "permanent", error: { name: "SendingUnanswered" } },
    })
    expect(messagesTo("quality@example.com", other)).toHaveLength(1)
    expect(messagesTo("+4915112345678", other)).toMatchObject([
      { message: "A message about this photo may not have been sent." },
    ])
  })

  it("sends what SNS was too busy for a little later, once", async () => {
    const { other, faults } = await startWith("throttle", 2)
    await upload("moderation/busy.jpg", other)
    expect(faults.injected).toHaveLength(2)
    expect([messagesTo("quality@example.com", other).length, other.count("ProcessingFailed")]).toEqual([1, 0])
  })
})
