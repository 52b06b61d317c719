import { DeleteCommand } from "@aws-sdk/lib-dynamodb"
import { archivedOf, currentImage, isReadable, progressOf, recordKey, unpackLabelNames } from "@darkroom/catalog-model"
import {
  type DarkroomEvent,
  type Decision,
  derivedId,
  ImageArchived,
  ImageCategorized,
  ImageMoved,
  type ImageProcessed,
  ImageRestored,
  ImageTagged,
  movedKey,
  ProcessingFailed,
  RecognitionRequested,
} from "@darkroom/events"
import { busEvent, lambdaContext, sqsBatch } from "@darkroom/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { at, itemsOf as itemsIn, label, orders, photo, startCatalog, startTable } from "./catalog.fixture.ts"
import type { CatalogStore } from "./catalog-store.ts"
import { crashing, randomNumbers, shuffled, sorted } from "./chance.fixture.ts"

let table: Awaited<ReturnType<typeof startTable>>
beforeAll(async () => void (table = await startTable()))
afterAll(() => table.close())

const start = (store?: CatalogStore) => startCatalog(table.client, store)
const face = { ...ImageTagged.example.faces![0]!, boundingBox: { left: 0, top: 0, width: 0.5, height: 0.5 } }
const line = (text: string) => ({
  id: 0,
  parentId: null,
  type: "line" as const,
  text,
  confidence: 90,
  boundingBox: face.boundingBox,
  polygon: [],
})

/** A photo whose rules move it, and which is looked at once more after that. */
function decided() {
  const facts = photo("shared", { key: "images/dog.jpg", owner: "shared", profile: "images" })
  const { image, extracted } = facts
  const tagged = { ...facts.tagged, data: { ...facts.tagged.data, text: [line("Beware of the dog")] } }
  const decision = (category: Decision["category"]): Decision => ({
    rules: "dogs",
    rule: category === "success" ? "dog" : null,
    category,
    reason: `It is a ${category}.`,
    disposition: { kind: "move", key: movedKey(image, category)! },
  })
  const categorized = (of: ImageTagged, category: Decision["category"], seconds: number, discriminator = "") =>
    ImageCategorized.create(
      { image: of.data.image, decision: decision(category), taggedAt: of.metadata.time },
      { cause: of, discriminator, time: at(seconds) },
    )
  const moved = (cause: DarkroomEvent, from: typeof image, category: Decision["category"], seconds: number) => {
    const to = { bucket: "photos", key: movedKey(image, category)!, etag: image.etag }
    return ImageMoved.create({ image: from, to, category }, { cause, discriminator: category, time: at(seconds) })
  }
  const first = categorized(tagged, "success", 5)
  const move = moved(first, image, "success", 6)
  const there = { ...image, key: move.data.to.key }
  const requested = RecognitionRequested.create(
    { image: there, metadata: extracted.data.metadata, features: ["faces"] },
    { id: derivedId("again", image.id), groupKey: image.id, origin: "reprocess", time: at(20) },
  )
  const again = ImageTagged.create(
    {
      ...tagged.data,
      image: there,
      features: ["labels", "faces"],
      labels: [label("Cat", 80)],
      faces: [face, face],
      text: [],
    },
    { cause: requested, time: at(21) },
  )
  const second = categorized(again, "failure", 22)
  const secondMove = moved(second, there, "failure", 23)
  const place = { imageId: image.id, bucket: "photos", key: secondMove.data.to.key }
  const archived = ImageArchived.create(
    { ...place, storageClass: "GLACIER", archivedAt: "2026-11-21T10:00:00Z" },
    { cause: second, time: at(40) },
  )
  const restored = ImageRestored.create(
    { ...place, until: "2026-12-24T00:00:00.000Z" },
    { cause: second, time: new Date("2026-11-22T10:00:00Z") },
  )
  const own = { first, move, requested, again, second, secondMove, archived, restored, there, categorized, decision }
  return { ...facts, tagged, ...own }
}

const itemsOf = (imageId: string) => itemsIn(table.client, imageId)

const processedOf = (published: readonly DarkroomEvent[]) => published as ImageProcessed[]

describe("a decision", () => {
  const names = ["extracted", "tagged", "rendered", "first"] as const
  it.each(orders(names).map((order) => [order.join(", "), order] as const))(
    "is in the one ImageProcessed, each event twice, as %s",
    async (_, order) => {
      const { deliver, runtime, entry } = start()
      const facts = decided()
      await deliver(facts.uploaded, ...order.map((name) => facts[name]), ...order.map((name) => facts[name]))
      const { record } = (await entry(facts.id))!
      expect(record.categorization).toMatchObject({ category: "success", rules: "dogs", rule: "dog" })
      expect(progressOf(record).status).toBe("processed")
      expect(runtime.published).toHaveLength(1)
      expect(processedOf(runtime.published)[0]?.data).toMatchObject({
        steps: ["metadata", "tagging", "thumbnail", "categorization"],
        decision: facts.decision("success"),
        image: facts.image,
      })
    },
  )

  it("is waited for, but not where nothing can be recognised", async () => {
    const { deliver, entry, runtime } = start()
    const { id, uploaded, extracted, tagged, rendered, failed, first } = decided()
    await deliver(uploaded, extracted, rendered)
    expect(progressOf((await entry(id))!.record).status).toBe("processing")
    await deliver(failed)
    expect(progressOf((await entry(id))!.record).status).toBe("failed")
    await deliver(tagged)
    expect(progressOf((await entry(id))!.record)).toMatchObject({
      status: "processing",
      steps: [{}, {}, {}, { step: "categorization", state: "waiting" }],
    })
    const gaveUp = { ...ProcessingFailed.example, imageId: id, service: "categorization" }
    const failure = ProcessingFailed.create(gaveUp, { cause: tagged, time: at(7) })
    await deliver(failure)
    expect(progressOf((await entry(id))!.record)).toMatchObject({
      status: "failed",
      failures: [{ service: "categorization" }],
    })
    expect(runtime.published).toEqual([])
    await deliver(first)
    expect(progressOf((await entry(id))!.record)).toMatchObject({ status: "processed", failures: [] })
    expect(runtime.published).toHaveLength(1)
  })

  it("is that on the newest recognition, even if an older one was decided on later", async () => {
    for (const order of orders(["late", "second", "newer"] as const)) {
      const { deliver, entry } = start()
      const facts = decided()
      // Rules that changed decide on both again, on the older one last.
      const newer = facts.categorized(facts.again, "review", 50, "new rules")
      const late = facts.categorized(facts.tagged, "success", 60, "new rules")
      const { second } = facts
      const decisions = { newer, late, second }
      await deliver(facts.uploaded, ...order.map((name) => decisions[name]))
      expect((await entry(facts.id))!.record.categorization?.category).toBe("review")
    }
  })

  it("holds by its own time where it does not tell what it was made on", async () => {
    const { deliver, entry } = start()
    const { id, uploaded, first, second } = decided()
    const silent = (event: ImageCategorized) => ({ ...event, data: { ...event.data, taggedAt: null } })
    await deliver(uploaded, silent(second), silent(first))
    expect((await entry(id))!.record.categorization?.category).toBe("failure")
  })
})

describe("a photo that is looked at again", () => {
  const before = ["uploaded", "extracted", "tagged", "rendered", "first", "move"] as const

  it.each([
    ["again", "second"],
    ["second", "again"],
  ] as const)("has one new ImageProcessed with the new decision, as %s, %s", async (...order) => {
    const { deliver, runtime, entry } = start()
    const facts = decided()
    await deliver(...before.map((name) => facts[name]), facts.requested)
    await deliver(...[...order, ...order].map((name) => facts[name]))
    const [old, made, ...rest] = processedOf(runtime.published)
    expect(rest).toEqual([])
    expect(old?.data.decision?.category).toBe("success")
    expect(made?.metadata).toMatchObject({ origin: "reprocess", correlationId: facts.requested.metadata.id })
    expect(made?.data).toMatchObject({ decision: facts.decision("failure"), image: facts.there, labels: ["Cat"] })
    expect((await entry(facts.id))!.timeline.find(({ type }) => type === "RecognitionRequested")?.note).toBe("faces")
  })

  it("says what was decided on the upload where the new recognition overtakes that", async () => {
    const { deliver, runtime } = start()
    const { uploaded, extracted, tagged, rendered, again, first, second } = decided()
    await deliver(uploaded, extracted, tagged, rendered, again, first, second)
    const told = processedOf(runtime.published).map(({ data, metadata }) => [metadata.origin, data.decision?.category])
    expect(told).toEqual([
      ["upload", "success"],
      ["reprocess", "failure"],
    ])
  })

  it("is processed all the while", async () => {
    const { deliver, entry } = start()
    const facts = decided()
    await deliver(...before.map((name) => facts[name]), facts.again)
    expect(progressOf((await entry(facts.id))!.record).status).toBe("processed")
  })

  it("ends the same, whatever order, duplication and crash point of its events", async () => {
    const facts = decided()
    const names = [...before, "requested", "again", "second", "secondMove", "archived", "restored"] as const
    const upload = derivedId("ImageProcessed", facts.uploaded.metadata.id, "")
    const reprocess = derivedId("ImageProcessed", facts.requested.metadata.id, "")
    const states = new Set<string>()
    const random = randomNumbers(7)
    for (let round = 0; round < 40; round++) {
      const store = crashing(table.store, () => random() < 0.08)
      const { deliver, runtime } = start(store)
      const order = shuffled([...names, ...names.filter(() => random() < 0.4)], random)
      // What a crash left undone comes back from the queue, among the others or at the end.
      for (const name of order) await deliver(facts[name])
      store.stop()
      for (const name of shuffled(names, random)) await deliver(facts[name])
      const items = await itemsOf(facts.id)
      states.add(JSON.stringify(items.toSorted((a, b) => String(a["sk"]).localeCompare(String(b["sk"]))).map(sorted)))
      const told = processedOf(runtime.published)
      expect(told.filter(({ metadata }) => ![upload, reprocess].includes(metadata.id))).toEqual([])
      expect(told.at(-1)?.data.decision?.category, order.join()).toBe("failure")
      await table.store.bury(facts.id, { deletedAt: "" })
      await table.client.send(new DeleteCommand({ TableName: "ImageMetadata", Key: recordKey(facts.id) }))
    }
    expect(states.size).toBe(1)
    const { deliver, entry } = start()
    await deliver(...names.map((name) => facts[name]))
    const { record, labels, found, timeline } = (await entry(facts.id))!
    expect(record.image).toEqual(facts.image)
    expect(currentImage(record)).toMatchObject({ id: facts.id, key: movedKey(facts.image, "failure") })
    expect([record.categorization?.category, record.moved?.category]).toEqual(["failure", "failure"])
    expect(labels.map(({ name }) => name)).toEqual(["Cat"])
    expect(found.faces).toEqual([face, face])
    expect(timeline).toHaveLength(names.length)
  }, 60_000)
})

describe("a moved photo", () => {
  it("is at its new key, whatever names the old one afterwards", async () => {
    const { deliver, entry } = start()
    const { id, uploaded, extracted, rendered, move, image, there } = decided()
    await deliver(move, move)
    expect(currentImage((await entry(id))!.record)).toEqual(there)
    await deliver(uploaded, extracted, rendered)
    const { record, timeline } = (await entry(id))!
    expect([record.image, currentImage(record)]).toEqual([image, there])
    expect(timeline.find(({ type }) => type === "ImageMoved")?.note).toBe(`moved to ${there.key}`)
  })

  it("keeps the key of its upload when events name the new one", async () => {
    for (const order of orders(["uploaded", "again"] as const)) {
      const { deliver, entry } = start()
      const facts = decided()
      await deliver(...order.map((name) => facts[name]))
      expect((await entry(facts.id))!.record.image?.key).toBe("images/dog.jpg")
    }
  })
})

describe("an archived photo", () => {
  const now = Date.parse("2026-12-01T00:00:00Z")

  it.each(orders(["secondMove", "archived", "restored"] as const).map((order) => [order.join(", "), order] as const))(
    "can be read until its restored copy goes, as %s",
    async (_, order) => {
      const { deliver, entry } = start()
      const facts = decided()
      const { archived, restored } = facts
      await deliver(facts.uploaded, ...order.map((name) => facts[name]))
      const { record, timeline } = (await entry(facts.id))!
      expect(archivedOf(record)).toEqual({
        since: "2026-11-21T10:00:00.000Z",
        storageClass: "GLACIER",
        until: restored.data.until,
      })
      expect([isReadable(record, now), isReadable(record, Date.parse("2026-12-24T00:00:00Z"))]).toEqual([true, false])
      expect(timeline.flatMap(({ note }) => note ?? [])).toEqual(
        expect.arrayContaining(["put into the archive (GLACIER)", "can be read until 2026-12-24T00:00:00.000Z"]),
      )
      const gone = ImageRestored.create({ ...restored.data, until: null }, { cause: archived, time: new Date(now) })
      await deliver(gone, restored)
      expect(archivedOf((await entry(facts.id))!.record)?.until).toBeNull()
    },
  )

  it("is in no archive once it was moved to another key", async () => {
    const { deliver, entry } = start()
    const { id, uploaded, move, secondMove, archived } = decided()
    const early = { ...archived, data: { ...archived.data, key: move.data.to.key } }
    await deliver(uploaded, move, early)
    expect(archivedOf((await entry(id))!.record)).toBeDefined()
    await deliver(secondMove)
    expect(archivedOf((await entry(id))!.record)).toBeUndefined()
  })
})

describe("what is found besides labels", () => {
  it("is kept whole, however long", async () => {
    const { deliver, entry } = start()
    const { id, uploaded, tagged } = decided()
    const text = Array.from({ length: 2000 }, (_, index) => line(`${index} ${"word ".repeat(60)}`))
    await deliver(uploaded, { ...tagged, data: { ...tagged.data, features: ["labels", "text"], text } })
    const { found, record } = (await entry(id))!
    expect(found.text).toEqual(text)
    expect(record.tagging).toMatchObject({ features: ["labels", "text"], counts: { text: 2000, faces: 0 } })
    expect((await itemsOf(id)).filter(({ sk }) => String(sk).startsWith("FOUND#text#")).length).toBeGreaterThan(1)
    expect(record.tagging!.texts!.length).toBeLessThan(2500)
  })

  it("is what searches look at: lines, names of sensitive labels and of people", async () => {
    const { deliver, entry } = start()
    const { id, uploaded, tagged, extracted } = decided()
    const data = {
      ...tagged.data,
      features: ["labels", "text", "moderation", "celebrities"] as const,
      text: [line("Fresh bread"), { ...line("Fresh"), type: "word" as const }],
      moderation: [{ name: "Alcohol", parent: null, level: 1, confidence: 66 }],
      celebrities: [{ id: "1", name: "Ada Lovelace", confidence: 99, boundingBox: null, urls: [] }],
      failed: [{ feature: "faces" as const, code: "AccessDeniedException", message: "Not allowed." }],
    }
    const seen = ImageTagged.create({ ...data, features: [...data.features] }, { cause: extracted, time: at(2) })
    await deliver(uploaded, seen)
    const { record, timeline } = (await entry(id))!
    expect(unpackLabelNames(record.tagging!.texts!).map(({ name }) => name)).toEqual([
      "Ada Lovelace",
      "Alcohol",
      "Fresh bread",
    ])
    expect(record.tagging?.failed).toEqual(data.failed)
    expect(timeline.at(-1)?.note).toBe(
      "2 labels, 1 line of text, 1 sensitive label, 1 well-known face; faces could not be looked for",
    )
  })

  it("is gone with the photo, whether it is deleted before or after", async () => {
    for (const late of [false, true]) {
      const { deliver } = start()
      const facts = decided()
      const rest = [facts.again, facts.second, facts.secondMove, facts.archived, facts.restored, facts.requested]
      await deliver(facts.uploaded, ...(late ? [facts.deleted, ...rest] : [...rest, facts.deleted]))
      const items = await itemsOf(facts.id)
      expect(items.map((item) => Object.keys(item).toSorted())).toEqual([["deletedAt", "imageId", "pk", "sk"]])
    }
  })
})

describe.each([ImageCategorized, ImageMoved, ImageArchived, ImageRestored, RecognitionRequested])(
  "$name",
  (definition) => {
    const facts = () => {
      const made = decided()
      const events: DarkroomEvent[] = [made.first, made.move, made.archived, made.restored, made.requested]
      return { ...made, event: events.find(({ type }) => type === definition.name)! }
    }

    it("is given up where it is malformed, and leaves the catalog as it was", async () => {
      const { runtime, run, entry } = start()
      const { id, event } = facts()
      const [field = ""] = Object.keys(definition.example).slice(-1)
      const data = { ...(event.data as object), [field]: 7 }
      await run(sqsBatch([busEvent({ ...event, data })]), lambdaContext())
      expect(runtime.deadLetters[0]?.failure.message).toContain(`data.${field}`)
      expect(await entry(id)).toBeUndefined()
      expect(await itemsOf(id)).toEqual([])
    })

    it("changes nothing when it comes twice", async () => {
      const { deliver } = start()
      const { id, uploaded, event } = facts()
      await deliver(uploaded, event)
      const once = await itemsOf(id)
      await deliver(event)
      await start().deliver(event)
      expect(await itemsOf(id)).toEqual(once)
    })
  },
)
