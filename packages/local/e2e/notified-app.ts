import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, vi } from "vitest"
import { startReceiver } from "../../../services/notification/src/webhook-receiver.fixture.ts"
import { list } from "../../cli/src/commands/dlq.ts"
import { type FaultPlan, type Graph, synth } from "../src/index.ts"
import { command } from "./commands.ts"
import { type App, isDone, type Mutable, plainPhoto, root, startApp, startForTest } from "./harness.ts"
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

/** The graph with the receiver's own address in it, which is another one every time. */
async function graphCalling(url: string): Promise<Graph> {
  const graph = await graphWithRecipients()
  const { environment } = graph.functions.find(({ id }) => id === "ShopWebhook")!
  const webhook = JSON.parse(environment["DARKROOM_WEBHOOK"] ?? "{}") as object
  environment["DARKROOM_WEBHOOK"] = JSON.stringify({ ...webhook, url })
  return graph
}

export interface Payload {
  readonly type: string
  readonly metadata: { readonly id: string; readonly groupKey: string }
}

/** An app that has people and a webhook to tell, for the tests that stand beside the call. Every photo shows violence. */
export function notifiedApp() {
  const scene: Scene = { labels: [], faces: [], text: [], moderation: [violence] }
  const { recogniser } = sceneRecogniser(scene)
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

  const messagesTo = (endpoint: string, { engine }: App = app) =>
    engine.sns.outbox().filter((message) => message.endpoint === endpoint)

  return {
    scene,
    app: () => app,
    receiver: () => receiver,
    /** Uploads a photo that must not be shown, and waits until nothing is left to do. */
    async upload(key: string, to: App = app): Promise<string> {
      await to.put(key, await plainPhoto())
      const { record } = await to.entry(key, isDone, 50)
      await to.idle()
      return record.imageId
    },
    queueOf: (id: string) => app.engine.graph.queues.find((queue) => queue.id === id)!.arn,
    /** What the webhook gave up, as it is kept. */
    async deadLetters() {
      const { json } = await command(app, list, { state: "dead", json: true })
      return (json as { subscriber: string }[]).filter(({ subscriber }) => subscriber === "ShopWebhook").length
    },
    messagesTo,
    mailsOf: (imageId: string) =>
      messagesTo("quality@example.com").filter(({ attributes }) => attributes["imageId"]?.Value === imageId),
    /** What the receiver got of a photo, all of it verified. */
    calledOf: (imageId: string) =>
      receiver.received
        .map(({ headers, body }) => ({
          id: headers["webhook-id"],
          payload: receiver.verified({ headers, body }, SECRET) as Payload,
        }))
        .filter(({ payload }) => payload.metadata.groupKey === imageId),
    /** Another app with the same people and webhook, whose services go wrong. */
    startWith: async (faults: FaultPlan) =>
      startForTest({ graph: await graphCalling(receiver.url), recogniser, faults }),
  }
}
