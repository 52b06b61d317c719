import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import type { ImageUploaded } from "@darkroom/events"
import { startTables, tableNode } from "@darkroom/local/embedded"
import { afterAll, beforeAll, expect, it } from "vitest"
import type { Deps } from "./deps.ts"
import { ConcurrentUpload, OriginalHeld } from "./errors.ts"
import { compareSequencers, ingestObject } from "./ingest-object.ts"
import { uploadsTable } from "./uploads.ts"
import { memoryWorld } from "./world.fixture.ts"

let tables: Awaited<ReturnType<typeof startTables>>
let deps: Deps
beforeAll(async () => {
  tables = await startTables([tableNode({ name: "Uploads", hashKey: "object" })])
  const uploads = uploadsTable(DynamoDBDocumentClient.from(new DynamoDBClient(tables.client)), "Uploads")
  deps = { ...memoryWorld().deps, uploads }
})
afterAll(() => tables.close())

const created = (key: string, sequencer = "01", etag = "e1") => ({
  bucket: "photos",
  key,
  bytes: 10,
  etag,
  sequencer,
  time: "2026-11-21T09:30:00Z",
})
const announce = (key: string, sequencer?: string) => ingestObject(created(key, sequencer), deps)

/** The ImageUploaded that comes of it. */
async function ingest(key: string, sequencer?: string): Promise<ImageUploaded | undefined> {
  const [event] = (await announce(key, sequencer)) ?? []
  return event?.type === "ImageUploaded" ? event : undefined
}

it("makes a photo of an object under an intake prefix, for its owner", async () => {
  const event = await ingest("private/ada/uploads/cat.JPG")
  expect(event?.data).toMatchObject({
    image: {
      bucket: "photos",
      key: "private/ada/uploads/cat.JPG",
      owner: "ada",
      profile: "private-uploads",
      etag: "e1",
      bytes: 10,
    },
    uploadedAt: "2026-11-21T09:30:00.000Z",
  })
  expect(event?.metadata).toMatchObject({ groupKey: event?.data.image.id, causationId: null, origin: "upload" })
})

it.each(["Thumbnails/x/256.webp", "private/ada/resized/x/256.webp", "elsewhere/x.jpg", "Incoming/"])(
  "leaves %s alone",
  async (key) => {
    expect(await ingest(key)).toBeUndefined()
  },
)

it("says the same again when the same object is announced again", async () => {
  const [first, second] = [await ingest("Incoming/twice"), await ingest("Incoming/twice")]
  expect(second?.metadata.id).toBe(first?.metadata.id)
  expect(second?.data).toEqual(first?.data)
})

it("takes an overwrite for another photo that replaces the first, however often it is announced", async () => {
  const first = await ingest("Incoming/over", "0A")
  const events = (await announce("Incoming/over", "0B"))!
  expect(events.map(({ type }) => type)).toEqual(["ImageUploaded", "ImageReplaced"])
  const [second, replaced] = events
  expect(second?.data).toMatchObject({ image: { id: expect.not.stringContaining(first!.data.image.id) as string } })
  expect(replaced).toMatchObject({
    data: { imageId: first?.data.image.id, replacedBy: { key: "Incoming/over", sequencer: "0B" } },
    metadata: { causationId: second?.metadata.id },
  })
  const again = (await announce("Incoming/over", "0B"))!
  expect(again.map(({ metadata }) => metadata.id)).toEqual(events.map(({ metadata }) => metadata.id))
})

it("drops news of an object that has been overwritten already", async () => {
  await ingest("Incoming/late", "0B")
  expect(await ingest("Incoming/late", "0A")).toBeUndefined()
})

it("lets one of two uploads at the same moment wait", async () => {
  const stale = { ...deps, uploads: { ...deps.uploads, latest: async () => undefined } }
  await ingestObject(created("Incoming/race", "01"), stale)
  await expect(ingestObject(created("Incoming/race", "02"), stale)).rejects.toThrow(ConcurrentUpload)
  expect(await announce("Incoming/race", "02")).toHaveLength(2)
})

it("makes a photo of its own of an upload under a key whose photo has been moved", async () => {
  const first = (await ingest("images/moved.jpg", "0A"))!.data.image
  const hold = { by: "move", now: deps.now(), movingTo: `analyzed/success/${first.id}/moved.jpg` }
  await deps.uploads.hold("photos", first.key, first.id, hold)
  await expect(announce(first.key, "0B")).rejects.toThrow(OriginalHeld)
  await deps.uploads.release("photos", first.key, "move", hold.movingTo)
  const events = (await announce(first.key, "0B"))!
  expect(events.map(({ type }) => type)).toEqual(["ImageUploaded"])
  expect((await announce(first.key, "0B"))!.map(({ metadata }) => metadata.id)).toEqual([events[0]?.metadata.id])
})

it.each(["a b+c (1).tar.gz.jpg", "ümläut/日本/📷.png", "x".repeat(1015), "%20?#&=", "../../etc/passwd"])(
  "keeps the key as it is: %s",
  async (name) => {
    expect((await ingest(`Incoming/${name}`))?.data.image.key).toBe(`Incoming/${name}`)
  },
)

it("makes a video of what begins like one, whatever its name, and says whom it replaced", async () => {
  const world = memoryWorld()
  await ingestObject(world.put("Incoming/a.jpg", "e1"), world.deps)
  const webm = Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3)
  const events = (await ingestObject(world.put("Incoming/a.jpg", "e2", webm), world.deps))!
  expect(events.map(({ type }) => type)).toEqual(["VideoUploaded", "ImageReplaced"])
  expect(events[0]!.data).toMatchObject({ video: { key: "Incoming/a.jpg", etag: "e2", profile: "incoming" } })
})

it.each([
  ["gone", (world: ReturnType<typeof memoryWorld>) => world.objects.clear()],
  ["archived", (world: ReturnType<typeof memoryWorld>) => (world.objects.get("Incoming/b.mp4")!.isArchived = true)],
])("takes what is %s already for a photo, of which the metadata will tell", async (_, change) => {
  const world = memoryWorld()
  const news = world.put("Incoming/b.mp4", "e1", Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3))
  change(world)
  expect((await ingestObject(news, world.deps))?.map(({ type }) => type)).toEqual(["ImageUploaded"])
})

it("compares sequencers as hexadecimal of any length", () => {
  expect(compareSequencers("0062E99A88DC407460", "62E99A88DC407461")).toBe(-1)
  expect(compareSequencers("ff", "FF")).toBe(0)
  expect(compareSequencers("100", "FF")).toBe(1)
})
