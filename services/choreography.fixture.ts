import { catalogReader, stepLimits } from "@darkroom/catalog-model"
import {
  allEvents,
  type DarkroomEvent,
  type Image,
  ImageProcessed,
  ImageTagged,
  ImageUploaded,
  imageIdOf,
  MetadataExtracted,
} from "@darkroom/events"
import { encodeJpeg } from "@darkroom/imaging"
import {
  on,
  type Subscribable,
  subscriber,
  type SubscriberHandler,
  type Subscription,
  type UseCase,
} from "@darkroom/lambda"
import { busEvent, lambdaContext, liveFor, mortal, sqsBatch, testRuntime } from "@darkroom/testing"
import { vi } from "vitest"
import type { startTable } from "./catalog/src/catalog.fixture.ts"
import { handler as catalogHandler } from "./catalog/src/handler.ts"
import { project } from "./catalog/src/project.ts"
import { categorize } from "./categorization/src/categorize.ts"
import { fileOriginal } from "./ingest/src/file-original.ts"
import { ingestObject } from "./ingest/src/ingest-object.ts"
import { onObjectCreated } from "./ingest/src/object-created.ts"
import { HOLD_MILLISECONDS } from "./ingest/src/uploads.ts"
import { BUCKET, memoryWorld } from "./ingest/src/world.fixture.ts"
import { extractMetadata } from "./metadata/src/extract-metadata.ts"
import { callWebhook } from "./notification/src/call-webhook.ts"
import { handler as notificationHandler } from "./notification/src/handler.ts"
import { memorySendings } from "./notification/src/memory-sendings.fixture.ts"
import { notify } from "./notification/src/notify.ts"
import type { StatusEvent } from "./notification/src/photo-message.ts"
import type { Request } from "./notification/src/post.ts"
import type { Notification } from "./notification/src/texts.ts"
import { SECRET } from "./notification/src/webhook-receiver.fixture.ts"
import { recogniser } from "./tagging/src/recogniser.fixture.ts"
import { tagImage } from "./tagging/src/tag-image.ts"
import { renderThumbnails } from "./thumbnail/src/render-thumbnails.ts"

export interface Plan {
  readonly key: string
  /** What is seen on the photo, in per cent. */
  readonly label: { readonly Name: string; readonly Confidence: number }
  /** The deliveries that are not in order; after them the queues are emptied one by one, and nobody dies any more. */
  readonly turns: readonly Turn[]
}

export interface Turn {
  /** Which of the messages that wait, counted round. */
  readonly message: number
  /** The message is delivered once more later. */
  readonly twice: boolean
  /** The process dies when so many calls to the world have taken effect. Left out: it lives. */
  readonly crashAfter: number | undefined
}

interface Message {
  readonly service: Service
  readonly body: object
  readonly id: string
  receives: number
}

interface Service {
  readonly name: string
  readonly run: SubscriberHandler
}

const HOOK = "https://shop.example.com/hooks"
/** Then nothing is held any more: no original, and no event that is being handled. */
const AFTER_A_CRASH = HOLD_MILLISECONDS + 1_000
const PATIENT = { maxReceives: 100, queueReceives: 200 }

/**
 * The services that see a photo through, on a bus and queues in memory, and a catalog in `table`. Needs vitest's fake Date: after
 * a crash time passes, so that what was held is free again.
 */
export async function choreography(table: Awaited<ReturnType<typeof startTable>>, { key, label, turns }: Plan) {
  const world = memoryWorld()
  const original = await encodeJpeg({ data: Buffer.alloc(120 * 90 * 3, 99), width: 120, height: 90, channels: 3 }, 80)
  const waiting: Message[] = []
  const emitted: DarkroomEvent[] = []
  const told: Notification[] = []
  const hooks: Request[] = []
  const given: { service: string; name: string; message: string }[] = []
  let messages = 0
  const sees = recogniser({ original, script: { labels: { Labels: [label] } } }).deps
  const ingest = mortal(world.deps)
  const catalog = { ...mortal({ store: table.store }), limits: stepLimits }
  const metadata = mortal({
    head: async () => ({ bytes: original.length, sha256: null }),
    readRange: async (_: Image, start: number, end: number) => original.subarray(start, end + 1),
    readAll: async () => original,
  })
  const thumbnail = mortal({
    readOriginal: async () => original,
    originalExists: async () => true,
    putRendition: async () => {},
    deleteFolder: async () => {},
  })
  const tagging = mortal({ ...sees, documents: mortal(sees.documents), rekognition: mortal(sees.rekognition) })
  const people = mortal({
    publish: async (notification: Notification) => void told.push(notification),
    sendings: mortal(memorySendings()),
    tellOwner: async () => {},
  })
  const hook = mortal({
    webhook: { url: HOOK, secrets: SECRET },
    post: async (request: Request) => {
      hooks.push(request)
      return { status: 204, retryAfter: undefined }
    },
    now: () => new Date(),
  })

  const services = [
    service("ingest", [
      onObjectCreated((created) => ingestObject(created, ingest)),
      on(ImageProcessed, (event) => fileOriginal(event, ingest)),
    ]),
    service("metadata", [on(ImageUploaded, (event) => extractMetadata(event, metadata))]),
    service("tagging", [on(MetadataExtracted, (event) => tagImage(event, tagging))]),
    service("thumbnail", [on(MetadataExtracted, (event) => renderThumbnails(event, thumbnail))]),
    service("categorization", [on(ImageTagged, async (event) => categorize(event))]),
    service(
      "catalog",
      subscribed(catalogHandler, (event) => project(event as Parameters<typeof project>[0], catalog)),
    ),
    service(
      "notification",
      subscribed(notificationHandler, (event) => notify(event as StatusEvent, people)),
    ),
    service(
      "webhook",
      subscribed(notificationHandler, (event) => callWebhook(event, hook)),
    ),
  ]

  function service(name: string, subscriptions: readonly Subscription[]): Service {
    const runtime = testRuntime(name, PATIENT)
    const { queue } = runtime
    const publish = async (events: readonly DarkroomEvent[]) => {
      emitted.push(...events)
      for (const event of events) send(event.type, event.source, busEvent(event))
    }
    const deadLetter: typeof queue.deadLetter = async (_, { name: error, message }) =>
      void given.push({ service: name, name: error, message })
    const current = { ...runtime, ...mortal({ publish }), queue: { ...queue, ...mortal({ deadLetter }) } }
    return { name, run: subscriber(subscriptions, () => current) }
  }

  function send(type: string, source: string, body: object): void {
    for (const service of services)
      if (service.run.subscriptions.some((each) => each.type === type && each.source === source))
        waiting.push({ service, body, id: `message-${++messages}`, receives: 0 })
  }

  /** Whether the message is done with. */
  async function deliver(message: Message, crashAfter: number): Promise<boolean> {
    const { body, id, service } = message
    const batch = sqsBatch([body], { messageId: id, attempt: ++message.receives })
    const answer = await liveFor(crashAfter, () => service.run(batch, lambdaContext()))
    const isDone = answer?.batchItemFailures.length === 0
    if (!isDone) pass(AFTER_A_CRASH)
    return isDone
  }

  function pass(milliseconds: number): void {
    world.wait(milliseconds)
    vi.setSystemTime(Date.now() + milliseconds)
  }

  async function play(): Promise<void> {
    for (const { message, twice, crashAfter = Infinity } of turns) {
      const [chosen] = waiting.splice(message % Math.max(1, waiting.length), 1)
      if (chosen === undefined) break
      if (twice) waiting.push({ ...chosen, id: `message-${++messages}`, receives: 0 })
      if (!(await deliver(chosen, crashAfter))) waiting.push(chosen)
      pass(1)
    }
    for (let rest = 0; waiting.length > 0; rest++) {
      if (rest > 500)
        throw new Error(`The queues do not get empty: ${waiting.map(({ service }) => service.name).join()}`)
      const chosen = waiting.shift()!
      if (!(await deliver(chosen, Infinity))) waiting.push(chosen)
      pass(1)
    }
  }

  const created = world.put(key, "e1")
  const { bucket, bytes, etag, sequencer, time } = created
  const detail = { bucket: { name: bucket }, object: { key, size: bytes, etag, sequencer } }
  const announcement = { "detail-type": "Object Created", source: "aws.s3", time, detail }
  send("Object Created", "aws.s3", announcement)
  await play()
  const imageId = imageIdOf(BUCKET, key, sequencer)
  const entry = await catalogReader(table.client, "ImageMetadata").entry(imageId)
  return { imageId, entry, objects: world.objects, emitted, told, hooks, given }
}

/** What a service subscribes to, with a use case of the test's. */
function subscribed(handler: SubscriberHandler, useCase: UseCase<DarkroomEvent>): Subscription[] {
  const names = new Set(handler.subscriptions.map(({ type }) => type))
  return allEvents
    .filter(({ name }) => names.has(name))
    .map((definition) => on(definition as Subscribable<DarkroomEvent>, useCase))
}
