import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"
import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  RestoreObjectCommand,
} from "@aws-sdk/client-s3"
import { archivedOf, type CatalogEntry, currentImage } from "@darkroom/catalog-model"
import { type Image, ImageDeleted } from "@darkroom/events"
import type { DetectedLabel } from "@darkroom/vision"
import { randomUUID } from "node:crypto"
import sharp from "sharp"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type ManualClock, manualClock } from "../src/index.ts"
import { type App, appGraph, fixedRecogniser, groupKeyOf, startApp } from "./harness.ts"

const HOUR = 3_600_000
const DAY = 24 * HOUR

const dog: DetectedLabel = {
  name: "Dog",
  confidence: 97,
  parents: ["Animal"],
  categories: [],
  aliases: [],
  instances: [],
}
const lamp: DetectedLabel = { ...dog, name: "Lamp", parents: [] }

let app: App
let clock: ManualClock
let seen: DetectedLabel[]
let bus: string
beforeAll(async () => {
  clock = manualClock(Date.now())
  const graph = await appGraph()
  bus = graph.buses.find(({ id }) => id === "Events")?.name ?? ""
  app = await startApp({ graph, clock, recogniser: { ...fixedRecogniser(), detectLabels: async () => seen } })
})
afterAll(() => app.close())

/** Noise does not get small: lifecycle rules leave objects of less than 128 KB alone. */
function photo(): Promise<Buffer> {
  const noise = { type: "gaussian" as const, mean: 128, sigma: 60 }
  return sharp({ create: { width: 500, height: 500, channels: 3, background: "#808080", noise } })
    .jpeg({ quality: 95 })
    .toBuffer()
}

/** Puts an event on the app's bus, as somebody else's service would. */
async function put(source: string, type: string, detail: object): Promise<void> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  const client = new EventBridgeClient({ endpoint: app.engine.url, region: "us-east-1", credentials })
  const entry = { EventBusName: bus, Source: source, DetailType: type, Detail: JSON.stringify(detail) }
  const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries: [entry] }))
  client.destroy()
  expect(FailedEntryCount).toBe(0)
}

const isMoved = ({ record }: CatalogEntry) => record.moved !== undefined

/** The catalog's entry of that photo, once it holds. */
async function known(id: string, holds: (entry: CatalogEntry) => boolean): Promise<CatalogEntry> {
  let entry: CatalogEntry | undefined
  const told = async () => {
    entry = await app.byId(id)
    return entry !== undefined && holds(entry)
  }
  await expect.poll(told, { timeout: 20_000, interval: 50 }).toBe(true)
  return entry!
}

it.each([
  ["success", "dog.jpg", [dog]],
  ["failure", "lamp.jpg", [lamp]],
])("moves an original to %s, with tag and metadata, and follows it in the catalog", async (category, name, labels) => {
  seen = labels
  const bytes = await photo()
  await app.put(`images/${name}`, bytes)
  const { record, timeline } = await app.entry(`images/${name}`, isMoved)
  await app.idle()
  const id = record.imageId
  const key = `analyzed/${category}/${id}/${name}`
  expect(record.categorization).toMatchObject({ category, rules: "dogs" })
  expect(currentImage(record)).toMatchObject({ id, key })
  expect(timeline.map(({ type }) => type)).toContain("ImageMoved")
  expect(await app.keys("images/")).toEqual([])
  expect(await app.keys(`analyzed/${category}/${id}`)).toEqual([key])
  const object = { Bucket: app.photos, Key: key }
  const { Metadata, ETag } = await app.s3.send(new HeadObjectCommand(object))
  expect([Metadata, ETag]).toEqual([{ "darkroom-image": id }, `"${record.moved?.etag}"`])
  const { TagSet } = await app.s3.send(new GetObjectTaggingCommand(object))
  expect(TagSet).toEqual([{ Key: "darkroom:category", Value: category }])
  const { Body } = await app.s3.send(new GetObjectCommand(object))
  expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true)
  expect(app.count("ImageMoved", id)).toBe(1)
})

it("makes a photo of its own of a second upload under the key of a moved one", async () => {
  seen = [dog]
  const first = await app.entry("images/dog.jpg", isMoved)
  const bytes = await photo()
  await app.put("images/dog.jpg", bytes)
  const second = await app.entry(
    "images/dog.jpg",
    (entry) => entry.record.imageId !== first.record.imageId && isMoved(entry),
  )
  await app.idle()
  const both = [first, second].map(({ record }) => `analyzed/success/${record.imageId}/dog.jpg`)
  expect((await app.keys("analyzed/success/")).toSorted()).toEqual(both.toSorted())
  expect((await app.byId(first.record.imageId))?.record).not.toHaveProperty("deletedAt")
  expect(app.count("ImageReplaced")).toBe(0)
})

it("still reads a moved original for an event that names its old key", async () => {
  const { record } = await app.entry("images/dog.jpg", isMoved)
  const id = record.imageId
  const old = app.seen.find((event) => event["detail-type"] === "MetadataExtracted" && groupKeyOf(event) === id)!
  const { metadata, data } = old.detail as { metadata: object; data: { image: Image } }
  expect(data.image.key).toBe("images/dog.jpg")
  await put("darkroom.metadata", "MetadataExtracted", { metadata: { ...metadata, id: randomUUID() }, data })
  await expect.poll(() => app.count("ThumbnailGenerated", id), { timeout: 20_000 }).toBe(2)
  await app.idle()
  expect(await app.keys("analyzed/")).toContain(record.moved?.key)
  expect(app.count("ProcessingFailed", id)).toBe(0)
})

it("deletes a moved original with its photo, and what was recognised in it", async () => {
  const { record } = await app.entry("images/dog.jpg", isMoved)
  const Bucket = app.engine.graph.buckets.find(({ id }) => id === "Output")?.name
  const answers = async () => {
    const { Contents = [] } = await app.s3.send(new ListObjectsV2Command({ Bucket, Prefix: "sync/images/dog.jpg" }))
    return Contents.filter(({ Key }) => Key?.includes(record.imageId)).length
  }
  expect(await answers()).toBe(1)
  const deletion = { image: currentImage(record)!, deletedAt: new Date().toISOString() }
  const { metadata, data, source, type } = ImageDeleted.create(deletion, {
    id: randomUUID(),
    groupKey: record.imageId,
    origin: "upload",
  })
  expect(await app.keys("analyzed/")).toContain(record.moved?.key)
  await put(source, type, { metadata, data })
  await known(record.imageId, (entry) => entry.record.deletedAt !== undefined)
  await expect.poll(() => app.keys("analyzed/"), { timeout: 20_000 }).not.toContain(record.moved?.key)
  await expect.poll(answers, { timeout: 20_000 }).toBe(0)
  // The renditions are looked at again a moment after the original has gone.
  const renditions = async () => {
    clock.advance(1_000)
    return await app.keys(`Thumbnails/${record.imageId}/`)
  }
  await expect.poll(renditions, { timeout: 20_000 }).toEqual([])
})

it("archives a moved original after its days, and brings it back for some", async () => {
  const { record } = await app.entry("images/lamp.jpg", isMoved)
  const id = record.imageId
  const object = { Bucket: app.photos, Key: record.moved?.key ?? "" }
  clock.advance(32 * DAY)
  const archived = await known(id, (entry) => archivedOf(entry.record) !== undefined)
  expect(archivedOf(archived.record)).toMatchObject({ storageClass: "GLACIER", until: null })
  await expect(app.s3.send(new GetObjectCommand(object))).rejects.toMatchObject({ name: "InvalidObjectState" })

  const RestoreRequest = { Days: 2, GlacierJobParameters: { Tier: "Standard" as const } }
  await app.s3.send(new RestoreObjectCommand({ ...object, RestoreRequest }))
  clock.advance(4 * HOUR)
  const restored = await known(id, (entry) => archivedOf(entry.record)?.until !== null)
  const days = (Date.parse(archivedOf(restored.record)?.until ?? "") - clock.now()) / DAY
  expect([days > 1, days < 3]).toEqual([true, true])
  const { Body } = await app.s3.send(new GetObjectCommand(object))
  expect((await Body?.transformToByteArray())?.length).toBeGreaterThan(128_000)

  clock.advance(4 * DAY)
  await known(id, (entry) => archivedOf(entry.record)?.until === null)
  expect(app.count("ImageArchived", id)).toBe(1)
  expect(app.count("ImageRestored", id)).toBe(2)
})
