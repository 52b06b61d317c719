import { DeleteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import { progressOf, recordKey, stepLimits, unpackLabelNames } from "@darkroom/catalog-model"
import {
  type ImageProcessed,
  ImageRejected,
  ImageReplaced,
  ImageTagged,
  ImageUploaded,
  imageIdOf,
  ProcessingFailed,
  RetryRequested,
  ThumbnailGenerated,
} from "@darkroom/events"
import { busEvent, lambdaContext, sqsBatch } from "@darkroom/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { at, label, orders, photo, startCatalog, startTable } from "./catalog.fixture.ts"
import { catalogTable } from "./catalog-store.ts"
import { handler } from "./handler.ts"
import { bury, project } from "./project.ts"

let table: Awaited<ReturnType<typeof startTable>>
let client: DynamoDBDocumentClient
beforeAll(async () => {
  table = await startTable()
  ;({ client } = table)
})
afterAll(() => table.close())

const start = () => startCatalog(client)

it("subscribes to everything that happens to a photo or video", () => {
  expect(handler.subscriptions.map(({ type }) => type).sort()).toEqual([
    "ImageArchived",
    "ImageCategorized",
    "ImageDeleted",
    "ImageMoved",
    "ImageProcessed",
    "ImageRejected",
    "ImageReplaced",
    "ImageRestored",
    "ImageStalled",
    "ImageTagged",
    "ImageUndecodable",
    "ImageUploaded",
    "MetadataExtracted",
    "ProcessingFailed",
    "RecognitionRequested",
    "RetryRequested",
    "ThumbnailGenerated",
    "VideoCopied",
    "VideoMetadataExtracted",
    "VideoRejected",
    "VideoTagged",
    "VideoUploaded",
  ])
})

describe("a photo's facts", () => {
  it.each(
    orders(["uploaded", "extracted", "tagged", "rendered"] as const).map((order) => [order.join(", "), order] as const),
  )("end in the same record and one ImageProcessed, each twice, as %s", async (_, order) => {
    const { runtime, deliver, entry } = start()
    const facts = photo()
    await deliver(...order.map((name) => facts[name]), ...order.map((name) => facts[name]))
    const { record, labels, timeline } = (await entry(facts.id))!
    expect(progressOf(record).status).toBe("processed")
    expect(record).toMatchObject({ owner: "ada", uploadedAt: ImageUploaded.example.uploadedAt, image: facts.image })
    expect(labels.map(({ name, confidence }) => [name, confidence])).toEqual([
      ["Dog", 97],
      ["Grass", 60],
    ])
    expect(timeline).toHaveLength(4)
    const processed = runtime.published
    expect(processed).toHaveLength(1)
    expect(processed[0]?.data).toMatchObject({ steps: ["metadata", "tagging", "thumbnail"], labels: ["Dog"] })
  })

  it("give ImageProcessed one id, whichever came last", async () => {
    const facts = photo()
    const ids = new Set<string | undefined>()
    for (const order of [
      [facts.uploaded, facts.extracted, facts.tagged, facts.rendered],
      [facts.uploaded, facts.rendered, facts.extracted, facts.tagged],
    ]) {
      const { runtime, deliver } = start()
      await deliver(...order)
      ids.add(runtime.published.at(-1)?.metadata.id)
    }
    expect(ids.size).toBe(1)
  })

  it("make no second ImageProcessed when they are replayed", async () => {
    const { runtime, deliver } = start()
    const { uploaded, extracted, tagged, rendered } = photo()
    const facts = [uploaded, extracted, tagged, rendered]
    await deliver(...facts)
    await deliver(runtime.published[0] as ImageProcessed)
    await deliver(...facts.map((event) => ({ ...event, replayName: "monday" })))
    expect(runtime.published).toHaveLength(1)
  })

  it("make the same ImageProcessed when a replay rebuilds a catalog that was lost", async () => {
    const { runtime, deliver } = start()
    const { id, uploaded, extracted, tagged, rendered } = photo()
    const facts = [uploaded, extracted, tagged, rendered]
    await deliver(...facts)
    await catalogTable(client, "ImageMetadata").bury(id, { deletedAt: "" })
    await client.send(new DeleteCommand({ TableName: "ImageMetadata", Key: recordKey(id) }))
    await deliver(...facts.map((event) => ({ ...event, replayName: "monday" })))
    const [first, second] = runtime.published
    expect(second?.metadata).toMatchObject({ id: first?.metadata.id, origin: "replay" })
    expect(runtime.published).toHaveLength(2)
  })

  it("say which steps are awaited", async () => {
    const { deliver, entry } = start()
    const { id, uploaded, extracted } = photo()
    await deliver(uploaded, extracted)
    expect(progressOf((await entry(id))!.record)).toMatchObject({
      status: "processing",
      steps: [
        { step: "metadata", state: "done" },
        { step: "tagging", state: "waiting" },
        { step: "thumbnail", state: "waiting" },
      ],
    })
  })

  it("are found by owner, newest first, and by label, most confident first", async () => {
    const { deliver, reader } = start()
    const [first, second] = [photo("grace"), photo("grace")]
    await deliver(first.uploaded, first.tagged, {
      ...second.uploaded,
      data: { ...second.uploaded.data, uploadedAt: "2026-11-22T00:00:00.000Z" },
    })
    const sure = ImageTagged.create({ ...second.tagged.data, labels: [label("Dog", 99)] }, { cause: second.extracted })
    await deliver(sure)
    expect((await reader.ofOwner("grace", 10)).map(({ imageId }) => imageId)).toEqual([second.id, first.id])
    expect(await reader.withLabel("grace", "Dog", 90, 10)).toEqual([second.id, first.id])
    expect(await reader.withLabel("grace", "Dog", 98, 10)).toEqual([second.id])
    expect(await reader.withLabel("ada", "Dog", 98, 10)).toEqual([])
  })

  it("of a later recognition replace those of an earlier one, in either order", async () => {
    for (const reversed of [false, true]) {
      const { deliver, entry } = start()
      const facts = photo()
      const later = ImageTagged.create(
        { ...facts.tagged.data, labels: [label("Cat", 80)] },
        { cause: facts.extracted, discriminator: "later", time: at(9) },
      )
      await deliver(facts.uploaded, ...(reversed ? [later, facts.tagged] : [facts.tagged, later]))
      expect((await entry(facts.id))!.labels.map(({ name }) => name)).toEqual(["Cat"])
    }
  })
})

describe("failures", () => {
  it("of one step leave the results of the others, and say what the owner should know", async () => {
    const { deliver, entry, runtime } = start()
    const { id, uploaded, extracted, rendered, failed } = photo()
    await deliver(uploaded, extracted, failed, rendered)
    const { record } = (await entry(id))!
    const progress = progressOf(record)
    expect(progress.status).toBe("failed")
    expect(progress.failures).toMatchObject([
      { service: "tagging", failure: { class: "throttled", message: ProcessingFailed.example.message, attempts: 5 } },
    ])
    expect(record.thumbnail?.renditions).toHaveLength(1)
    expect(runtime.published).toEqual([])
  })

  it("are over when the step succeeds after all, in either order", async () => {
    for (const last of ["failed", "tagged"] as const) {
      const { deliver, entry, runtime } = start()
      const facts = photo()
      await deliver(
        facts.uploaded,
        facts.extracted,
        facts.rendered,
        last === "failed" ? facts.tagged : facts.failed,
        facts[last],
      )
      expect(progressOf((await entry(facts.id))!.record)).toMatchObject({ status: "processed", failures: [] })
      expect(runtime.published.map(({ type }) => type)).toEqual(["ImageProcessed"])
    }
  })

  it("of messages that are no photo's change nothing", async () => {
    const { deliver, runtime } = start()
    await deliver(
      ProcessingFailed.create(
        { ...ProcessingFailed.example, imageId: null },
        { id: imageIdOf("a", "b", "c"), groupKey: "x", origin: "upload" },
      ),
    )
    expect(runtime.deadLetters).toEqual([])
  })
})

describe("a failure that is tried again", () => {
  const failures = (facts: ReturnType<typeof photo>) => {
    const failedAt = (seconds: number, discriminator: string) =>
      ProcessingFailed.create(
        {
          ...ProcessingFailed.example,
          imageId: facts.id,
          failedEvent: { id: facts.extracted.metadata.id, type: "MetadataExtracted" },
          body: JSON.stringify(busEvent(facts.extracted)),
        },
        { cause: facts.extracted, discriminator, time: at(seconds) },
      )
    const first = failedAt(4, "message 1")
    const retried = RetryRequested.create(
      { image: facts.image, service: "tagging", failure: first.metadata.id },
      { cause: facts.extracted, time: at(5) },
    )
    return { first, retried, second: failedAt(6, "message 2") }
  }

  it("is waited for again, and keeps the message that was sent once more", async () => {
    const { deliver, entry, reader } = start()
    const facts = photo()
    const { first, retried } = failures(facts)
    await deliver(facts.uploaded, facts.extracted, facts.rendered, first)
    expect(progressOf((await entry(facts.id))!.record).status).toBe("failed")
    const message = (await reader.failedMessage(facts.id, "tagging"))!
    expect(message).toMatchObject({
      type: "MetadataExtracted",
      source: "darkroom.metadata",
      eventId: first.metadata.id,
    })
    expect(JSON.parse(message.detail)).toEqual({ metadata: facts.extracted.metadata, data: facts.extracted.data })
    await deliver(retried)
    const progress = progressOf((await entry(facts.id))!.record)
    expect(progress).toMatchObject({ status: "processing", failures: [] })
    expect(progress.steps).toContainEqual({ step: "tagging", state: "waiting" })
    await deliver(facts.tagged)
    expect(progressOf((await entry(facts.id))!.record).status).toBe("processed")
  })

  it.each(orders(["first", "retried", "second"] as const).map((order) => [order.join(", "), order] as const))(
    "has failed when it fails again, as %s",
    async (_, order) => {
      const { deliver, entry, reader } = start()
      const facts = photo()
      const news = failures(facts)
      await deliver(facts.uploaded, facts.extracted, facts.rendered, ...order.map((name) => news[name]))
      const { record } = (await entry(facts.id))!
      expect(progressOf(record).status).toBe("failed")
      expect(record["failed:tagging"]).toMatchObject({
        eventId: news.second.metadata.id,
        event: { id: facts.extracted.metadata.id, type: "MetadataExtracted" },
      })
      expect((await reader.failedMessage(facts.id, "tagging"))?.eventId).toBe(news.second.metadata.id)
    },
  )

  it("is waited for, whichever of the failure and the request came first", async () => {
    const { deliver, entry } = start()
    const facts = photo()
    const { first, retried } = failures(facts)
    await deliver(facts.uploaded, facts.extracted, facts.rendered, retried, first)
    expect(progressOf((await entry(facts.id))!.record).status).toBe("processing")
  })

  it("keeps a claim check as it was, and no message that cannot be sent", async () => {
    const { deliver, reader } = start()
    const [large, broken] = [photo(), photo()]
    const claim = { bucket: "output", key: "claims/x.json", bytes: 70_000 }
    const body = { ...busEvent(large.extracted), detail: { metadata: large.extracted.metadata, claim } }
    for (const [facts, text] of [
      [large, JSON.stringify(body)],
      [broken, "{"],
    ] as const) {
      const data = { ...ProcessingFailed.example, imageId: facts.id, body: text }
      await deliver(facts.uploaded, ProcessingFailed.create(data, { cause: facts.extracted, time: at(4) }))
    }
    const message = await reader.failedMessage(large.id, "tagging")
    expect(JSON.parse(message!.detail)).toEqual({ metadata: large.extracted.metadata, claim })
    expect(await reader.failedMessage(broken.id, "tagging")).toBeUndefined()
    expect((await reader.record(broken.id))?.["failed:tagging"]).toMatchObject({ event: null })
  })

  it("leaves no message behind when the photo is deleted, nor when the failure comes after that", async () => {
    for (const late of [false, true]) {
      const { deliver, reader } = start()
      const facts = photo()
      const { first } = failures(facts)
      await deliver(facts.uploaded, ...(late ? [facts.deleted, first] : [first, facts.deleted]))
      expect(await reader.failedMessage(facts.id, "tagging")).toBeUndefined()
    }
  })
})

it("has the surest labels in the record itself, cut to a hundred", async () => {
  const { deliver, entry } = start()
  const { id, image, uploaded, extracted } = photo()
  const labels = Array.from({ length: 120 }, (_, index) => label(`Label ${index}`, index / 2 + 0.126))
  await deliver(
    uploaded,
    ImageTagged.create({ image, labels, skipped: null, modelVersion: "3.0" }, { cause: extracted }),
  )
  const names = unpackLabelNames((await entry(id))!.record.tagging!.names!)
  expect(names).toHaveLength(100)
  expect(names[0]).toEqual({ name: "Label 119", confidence: 59.62 })
})

describe("photos with the same bytes", () => {
  const { sha256 } = ThumbnailGenerated.example

  it("are found by their owner, by the checksum of either step", async () => {
    const { deliver, reader } = start()
    const [first, second] = [photo("checksum"), photo("checksum")]
    expect(await reader.withChecksum("checksum", sha256)).toEqual([])
    await deliver(first.uploaded, first.extracted, second.uploaded, second.rendered, photo("other").extracted)
    expect((await reader.withChecksum("checksum", sha256)).sort()).toEqual([first.id, second.id].sort())
    expect(await reader.withChecksum("nobody", sha256)).toEqual([])
  })

  it("are found no more when they are deleted", async () => {
    const { deliver, reader } = start()
    const { uploaded, extracted, deleted } = photo("tidy")
    await deliver(uploaded, extracted, deleted)
    expect(await reader.withChecksum("tidy", sha256)).toEqual([])
  })
})

it("records a rejection with its reason", async () => {
  const { deliver, entry } = start()
  const { id, image, uploaded } = photo()
  await deliver(
    uploaded,
    ImageRejected.create({ image, reason: "EmptyFile", message: "It is empty." }, { cause: uploaded, time: at(1) }),
  )
  const { record, timeline } = (await entry(id))!
  expect(progressOf(record).status).toBe("rejected")
  expect(record.rejected).toMatchObject({ reason: "EmptyFile", message: "It is empty." })
  expect(timeline.at(-1)?.note).toBe("EmptyFile")
})

describe("a deleted photo", () => {
  it.each([0, 1, 2, 3, 4])(
    "stays deleted when it is deleted after %i of its events, and all are replayed",
    async (position) => {
      const { deliver, entry, reader } = start()
      const { id, uploaded, extracted, tagged, rendered, deleted } = photo(`owner-${position}`)
      const facts = [uploaded, extracted, tagged, rendered]
      await deliver(...facts.slice(0, position), deleted, ...facts.slice(position))
      await deliver(...facts.map((event) => ({ ...event, replayName: "monday" })))
      const { record, labels, timeline } = (await entry(id))!
      expect(record).toMatchObject({ imageId: id, deletedAt: deleted.data.deletedAt })
      expect(Object.keys(record).sort()).toEqual(["deletedAt", "imageId", "pk", "sk"])
      expect([labels, timeline]).toEqual([[], []])
      expect(await reader.ofOwner(`owner-${position}`, 10)).toEqual([])
    },
  )

  it("leaves nothing behind when the deletion comes between two writes of one event", async () => {
    const { id, uploaded, tagged, deleted } = photo()
    const store = catalogTable(client, "ImageMetadata")
    const interrupted = {
      ...store,
      addToTimeline: async (...args: Parameters<typeof store.addToTimeline>) => {
        await bury(deleted, { store, limits: stepLimits })
        await store.addToTimeline(...args)
      },
    }
    await project(uploaded, { store, limits: stepLimits })
    await project(tagged, { store: interrupted, limits: stepLimits })
    const { labels, timeline } = (await start().entry(id))!
    expect([labels, timeline]).toEqual([[], []])
  })
})

it("buries the photo that another upload replaced", async () => {
  const { deliver, entry } = start()
  const [old, next] = [photo(), photo()]
  await deliver(old.uploaded, old.extracted)
  const data = { imageId: old.id, replacedBy: next.image, replacedAt: at(6).toISOString() }
  await deliver(next.uploaded, ImageReplaced.create(data, { cause: next.uploaded, time: at(6) }), old.tagged)
  expect((await entry(old.id))!.record).toMatchObject({ replacedBy: next.id })
  const { record, timeline } = (await entry(next.id))!
  expect(record.image).toEqual(next.image)
  expect(timeline.map(({ type, note }) => [type, note])).toEqual([
    ["ImageUploaded", undefined],
    ["ImageReplaced", old.id],
  ])
})

it("holds 1,000 labels", async () => {
  const { deliver, entry } = start()
  const { id, image, uploaded, extracted } = photo()
  const labels = Array.from({ length: 1000 }, (_, index) => label(`Label ${index}`, 50 + (index % 50)))
  await deliver(
    uploaded,
    ImageTagged.create({ image, labels, skipped: null, modelVersion: "3.0" }, { cause: extracted }),
  )
  expect((await entry(id))!.labels).toHaveLength(1000)
})

it("gives up a malformed event and leaves the catalog as it was", async () => {
  const { runtime, run, entry } = start()
  const { id, uploaded } = photo()
  const broken = { ...uploaded, data: { ...uploaded.data, image: { ...uploaded.data.image, bytes: "many" } } }
  await run(sqsBatch([busEvent(broken)]), lambdaContext())
  expect(runtime.deadLetters[0]?.failure.message).toContain("data.image.bytes")
  expect(await entry(id)).toBeUndefined()
})
