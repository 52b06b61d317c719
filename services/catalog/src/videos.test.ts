import { DeleteCommand } from "@aws-sdk/lib-dynamodb"
import { progressOf, recordKey, unpackLabelNames } from "@darkroom/catalog-model"
import { type DarkroomEvent, VideoMetadataExtracted, VideoRejected, VideoTagged, VideoUploaded } from "@darkroom/events"
import { busEvent, lambdaContext, sqsBatch } from "@darkroom/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { at, itemsOf, orders, startCatalog, startTable, video, videoLabel } from "./catalog.fixture.ts"
import type { CatalogStore } from "./catalog-store.ts"
import { crashing, randomNumbers, shuffled, sorted } from "./chance.fixture.ts"

let table: Awaited<ReturnType<typeof startTable>>
beforeAll(async () => void (table = await startTable()))
afterAll(() => table.close())

const start = (store?: CatalogStore) => startCatalog(table.client, store)

async function progress(entry: ReturnType<typeof start>["entry"], id: string) {
  const { status, steps, failures } = progressOf((await entry(id))!.record)
  return { status, steps: steps.map(({ step, state }) => `${step} ${state}`), failures: failures.length }
}

describe("a video", () => {
  const names = ["uploaded", "extracted", "tagged"] as const

  it.each(orders(names).map((order) => [order.join(", "), order] as const))(
    "is processed when it was watched, each event twice, as %s, and no ImageProcessed is made of it",
    async (_, order) => {
      const { deliver, entry, runtime, reader } = start()
      const facts = video()
      await deliver(...order.map((name) => facts[name]), ...order.map((name) => facts[name]))
      expect(await progress(entry, facts.id)).toEqual({ status: "processed", steps: ["video done"], failures: 0 })
      const { record, labels, seen, timeline, found } = (await entry(facts.id))!
      expect(record).toMatchObject({
        media: "video",
        image: facts.video,
        owner: "ada",
        video: { value: VideoMetadataExtracted.example.metadata },
        thumbnail: { thumbhash: VideoMetadataExtracted.example.poster?.thumbhash },
        tagging: { labels: 2, features: ["labels", "faces"], counts: { faces: 1, text: 0 } },
      })
      expect(labels.map(({ name, instances }) => [name, instances])).toEqual([
        ["Dog", []],
        ["Grass", []],
      ])
      expect(seen).toEqual({
        labels: facts.tagged.data.labels,
        faces: VideoTagged.example.faces,
        text: [],
        moderation: [],
        celebrities: [],
      })
      expect(found.faces).toEqual([])
      expect(timeline.flatMap(({ note }) => note ?? [])).toEqual([
        "mov, 1080 x 1920, 12.5 s",
        "2 labels, up to 2 faces at once",
      ])
      expect(await reader.withLabel("ada", "Dog", 90, 100)).toContain(facts.id)
      expect(runtime.published).toEqual([])
    },
  )

  it("has the copy that Rekognition looks at, so that what comes of it can be asked for again", async () => {
    const { deliver, entry } = start()
    const { id, uploaded, extracted, copied } = video()
    await deliver(uploaded, extracted)
    const { record } = (await entry(id))!
    await deliver(copied, copied)
    const after = (await entry(id))!
    const { id: eventId, time } = copied.metadata
    expect(after.record).toEqual({ ...record, copied: { eventId, time, copy: copied.data.copy } })
    expect(after.timeline.map(({ type, note }) => [type, note]).at(-1)).toEqual(["VideoCopied", "720 x 1280"])
  })

  it("is found among the owner's photos, with what searches look at", async () => {
    const { deliver, reader } = start()
    const { uploaded, extracted, tagged, id } = video("glances")
    const text = [{ text: "Beware of the dog", confidence: 90, segments: [{ start: 0, end: 10, confidence: 90 }] }]
    await deliver(uploaded, extracted, { ...tagged, data: { ...tagged.data, text } })
    const { found } = await reader.glancesOfOwner("glances")
    expect(found).toMatchObject([
      {
        imageId: id,
        media: "video",
        video: { value: { make: "Apple", model: "iPhone 15", location: { latitude: 43.4674 } } },
        tagging: { features: ["labels", "faces"], skipped: null },
      },
    ])
    expect(unpackLabelNames(found[0]!.tagging!.texts!)).toEqual([{ name: "Beware of the dog", confidence: 90 }])
  })

  it("is found by its checksum among its owner's, until it is deleted, and without one by none", async () => {
    const { deliver, reader } = start()
    const [first, bare] = [video("twins"), video("twins")]
    const { sha256, ...unknown } = VideoMetadataExtracted.example.metadata
    const data = { ...bare.extracted.data, metadata: { ...unknown, sha256: null } }
    await deliver(first.uploaded, first.extracted, bare.uploaded, { ...bare.extracted, data })
    expect(await reader.withChecksum("twins", sha256!)).toEqual([first.id])
    await deliver(first.deleted)
    expect(await reader.withChecksum("twins", sha256!)).toEqual([])
  })

  it("has failed when nothing of what was asked could be answered", async () => {
    const { deliver, entry } = start()
    const { id, uploaded, extracted, tagged } = video()
    const failed = [{ feature: "labels" as const, code: "AccessDenied", message: "Not allowed." }]
    await deliver(uploaded, extracted, { ...tagged, data: { ...tagged.data, features: [], failed, labels: [] } })
    expect(await progress(entry, id)).toEqual({ status: "failed", steps: ["video failed"], failures: 0 })
  })

  it("is processed where Rekognition was not asked at all, and the reason is told", async () => {
    const { deliver, entry } = start()
    const { id, uploaded, extracted, tagged } = video()
    const skipped = "It has no pictures."
    await deliver(uploaded, extracted, { ...tagged, data: { ...tagged.data, features: [], labels: [], skipped } })
    expect(await progress(entry, id)).toMatchObject({ status: "processed" })
    expect((await entry(id))!.timeline.at(-1)?.note).toBe(skipped)
  })

  it.each(orders(["uploaded", "extracted", "failed"] as const).map((order) => [order.join(", "), order] as const))(
    "has failed until it is tried again, as %s",
    async (_, order) => {
      const { deliver, entry } = start()
      const facts = video()
      await deliver(...order.map((name) => facts[name]))
      expect(await progress(entry, facts.id)).toMatchObject({ status: "failed", failures: 1 })
      await deliver(facts.retried)
      expect(await progress(entry, facts.id)).toMatchObject({ status: "processing", failures: 0 })
      await deliver(facts.tagged, facts.failed)
      expect(await progress(entry, facts.id)).toMatchObject({ status: "processed", failures: 0 })
    },
  )

  it("says why it was rejected", async () => {
    const { deliver, entry } = start()
    const { id, uploaded, rejected } = video()
    await deliver(rejected, uploaded)
    const { record, timeline } = (await entry(id))!
    expect(progressOf(record).status).toBe("rejected")
    expect(record.rejected).toMatchObject({ reason: "NotSupportedVideoType", message: rejected.data.message })
    expect(timeline.at(-1)?.note).toBe("NotSupportedVideoType")
  })

  it("has no poster where the newest reading of it made none", async () => {
    for (const order of orders(["extracted", "bare"] as const)) {
      const { deliver, entry } = start()
      const facts = video()
      const bare = VideoMetadataExtracted.create(
        { ...facts.extracted.data, poster: null },
        { cause: facts.uploaded, discriminator: "bare", time: at(2) },
      )
      await deliver(facts.uploaded, ...order.map((name) => (name === "bare" ? bare : facts[name])))
      expect((await entry(facts.id))!.record.thumbnail).toBeUndefined()
    }
  })

  it("keeps all that was seen in it, however long, in items below the limit", async () => {
    const { deliver, entry } = start()
    const { id, uploaded, tagged } = video()
    const segments = Array.from({ length: 12_345 }, (_, index) => ({
      start: index * 1_000,
      end: index * 1_000 + 499,
      confidence: 91.234_567,
    }))
    const labels = [
      { ...videoLabel("Dog", 97), segments },
      videoLabel("Grass", 60),
      { ...videoLabel("Sky", 50), segments },
    ]
    const faces = { most: 3, segments }
    await deliver(uploaded, { ...tagged, data: { ...tagged.data, labels, faces } })
    const { seen, record } = (await entry(id))!
    expect(seen?.labels).toEqual(labels)
    expect(seen?.faces).toEqual(faces)
    expect(record.tagging?.counts?.faces).toBe(12_345)
    const sizes = (await itemsOf(table.client, id)).map((item) => Buffer.byteLength(JSON.stringify(item)))
    expect(Math.max(...sizes)).toBeLessThan(400_000)
  })

  it("leaves a tombstone alone, whether it is deleted before or after", async () => {
    for (const late of [false, true]) {
      const { deliver } = start()
      const { id, uploaded, extracted, tagged, again, failed, retried, rejected, deleted } = video()
      const rest = [uploaded, extracted, tagged, again, failed, retried, rejected]
      await deliver(...(late ? [deleted, ...rest] : [...rest, deleted]))
      const items = await itemsOf(table.client, id)
      expect(items.map((item) => Object.keys(item).toSorted())).toEqual([["deletedAt", "imageId", "pk", "sk"]])
    }
  })

  it("ends the same, whatever order, duplication and crash point of its events", async () => {
    const facts = video()
    const events = ["uploaded", "extracted", "failed", "retried", "tagged", "again"] as const
    const states = new Set<string>()
    const random = randomNumbers(11)
    for (let round = 0; round < 40; round++) {
      const store = crashing(table.store, () => random() < 0.08)
      const { deliver, runtime } = start(store)
      const order = shuffled([...events, ...events.filter(() => random() < 0.4)], random)
      for (const name of order) await deliver(facts[name])
      store.stop()
      for (const name of shuffled(events, random)) await deliver(facts[name])
      const items = await itemsOf(table.client, facts.id)
      states.add(JSON.stringify(items.toSorted((a, b) => String(a["sk"]).localeCompare(String(b["sk"]))).map(sorted)))
      expect(runtime.published).toEqual([])
      await table.store.bury(facts.id, { deletedAt: "" })
      await table.client.send(new DeleteCommand({ TableName: "ImageMetadata", Key: recordKey(facts.id) }))
    }
    expect(states.size).toBe(1)
    const { deliver, entry } = start()
    await deliver(...events.map((name) => facts[name]))
    const { labels, seen } = (await entry(facts.id))!
    expect(labels.map(({ name }) => name)).toEqual(["Cat"])
    expect(seen).toMatchObject({ labels: facts.again.data.labels, faces: null })
  }, 60_000)
})

describe.each([VideoUploaded, VideoMetadataExtracted, VideoRejected, VideoTagged])("$name", (definition) => {
  const facts = () => {
    const made = video()
    const events: DarkroomEvent[] = [made.uploaded, made.extracted, made.rejected, made.tagged]
    return { ...made, event: events.find(({ type }) => type === definition.name)! }
  }

  it("is given up where it is malformed, and leaves the catalog as it was", async () => {
    const { runtime, run } = start()
    const { id, event } = facts()
    const data = { ...(event.data as object), video: { ...(event.data as { video: object }).video, etag: 7 } }
    await run(sqsBatch([busEvent({ ...event, data })]), lambdaContext())
    expect(runtime.deadLetters[0]?.failure.message).toContain("data.video.etag")
    expect(await itemsOf(table.client, id)).toEqual([])
  })

  it("changes nothing when it comes twice", async () => {
    const { deliver } = start()
    const { id, event } = facts()
    await deliver(event)
    const once = await itemsOf(table.client, id)
    await deliver(event)
    await start().deliver(event)
    expect(await itemsOf(table.client, id)).toEqual(once)
  })
})
