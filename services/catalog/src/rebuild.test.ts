import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb"
import { eventKey, labelKey, recordKey } from "@darkroom/catalog-model"
import {
  type DarkroomEvent,
  ImageArchived,
  ImageCategorized,
  ImageMoved,
  ImageReplaced,
  ImageTagged,
  RecognitionRequested,
} from "@darkroom/events"
import { busEvent } from "@darkroom/testing"
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest"
import { at, itemsOf, label, orders, photo, startCatalog, startTable, video } from "./catalog.fixture.ts"
import { type Partition, partitionsOf } from "./partition.ts"
import { rebuild } from "./rebuild.ts"

const window = { from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z" }

let table: Awaited<ReturnType<typeof startTable>>
let partitions: Partition
beforeAll(async () => {
  table = await startTable()
  partitions = partitionsOf(table.client, "ImageMetadata")
})
afterAll(() => table.close())

let catalog: ReturnType<typeof startCatalog>
beforeEach(() => void (catalog = startCatalog(table.client)))

interface Options {
  readonly apply?: boolean
  readonly from?: string
  readonly to?: string
  readonly deps?: Partition
}

/** What becomes of one photo. */
async function rebuilt(
  imageId: string,
  events: readonly DarkroomEvent[],
  { deps = partitions, ...options }: Options = {},
) {
  const photos = [{ imageId, events: events.map((event) => busEvent(event)) }]
  const redeem = async () => {
    throw new Error("no event has a claim check")
  }
  const answer = await rebuild({ ...window, apply: false, photos, ...options }, { partitions: deps, redeem })
  return { ...answer.photos[0]!, malformed: answer.malformed }
}

/** All that can happen to a photo but its end. */
function lifeOf({ image, uploaded, extracted, tagged, rendered, failed }: ReturnType<typeof photo>) {
  const again = ImageTagged.create(
    { ...tagged.data, labels: [label("Cat", 91)] },
    { cause: extracted, discriminator: "again", time: at(8) },
  )
  const decided = ImageCategorized.create({ ...ImageCategorized.example, image }, { cause: tagged, time: at(6) })
  const to = { bucket: "photos", key: "private/ada/uploads/moved.jpg", etag: "e" }
  const moved = ImageMoved.create({ ...ImageMoved.example, image, to }, { cause: decided, time: at(7) })
  const archived = ImageArchived.create(
    { ...ImageArchived.example, imageId: image.id, key: to.key },
    { cause: moved, time: at(9) },
  )
  const asked = RecognitionRequested.create(
    { ...RecognitionRequested.example, image },
    { cause: extracted, discriminator: "asked", time: at(7) },
  )
  return [uploaded, extracted, tagged, rendered, failed, again, decided, moved, archived, asked]
}

const same = { state: "same", differences: [], malformed: [] }

it("makes of a photo's events what the table has, whatever order they came in", async () => {
  const sampled = orders([0, 1, 2, 3, 4]).filter((_, index) => index % 11 === 0)
  for (const order of sampled) {
    const one = photo()
    const events = lifeOf(one)
    // Two at a time change places, so that each of the ten is early and late.
    await catalog.deliver(...order.flatMap((index) => [events[index * 2]!, events[index * 2 + 1]!]))
    expect((await itemsOf(table.client, one.id)).length).toBeGreaterThan(10)
    expect(await rebuilt(one.id, events), order.join()).toMatchObject(same)
  }
})

it("does so of videos, of what was deleted, and of what took the place of another", async () => {
  const film = video()
  const { uploaded, extracted, tagged, again, failed, retried } = film
  const watched = [uploaded, extracted, failed, retried, tagged, again]
  await catalog.deliver(...watched)
  expect(await rebuilt(film.id, watched)).toMatchObject(same)
  const [gone, next] = [photo(), photo()]
  await catalog.deliver(gone.uploaded, gone.extracted, gone.deleted, gone.tagged)
  expect(await rebuilt(gone.id, [gone.uploaded, gone.extracted, gone.tagged, gone.deleted])).toMatchObject(same)
  const replaced = ImageReplaced.create(
    { ...ImageReplaced.example, imageId: gone.id, replacedBy: next.image },
    { cause: next.uploaded, time: at(9) },
  )
  await catalog.deliver(next.uploaded, replaced)
  expect(await rebuilt(next.id, [next.uploaded, replaced])).toMatchObject(same)
})

it("takes of two copies of an event the one that was handled", async () => {
  const { id, uploaded, extracted } = photo()
  const later = { ...extracted, metadata: { ...extracted.metadata, time: at(30).toISOString(), attempt: 2 } }
  await catalog.deliver(uploaded, later, extracted)
  expect(await rebuilt(id, [uploaded, extracted, later])).toMatchObject(same)
})

/** A photo whose record, labels and timeline somebody has changed by hand. */
async function tampered() {
  const one = photo()
  const events = [one.uploaded, one.extracted, one.tagged]
  await catalog.deliver(...events)
  const before = await itemsOf(table.client, one.id)
  const TableName = "ImageMetadata"
  await table.client.send(
    new UpdateCommand({
      TableName,
      Key: recordKey(one.id),
      UpdateExpression: "SET #owner = :eve REMOVE tagging",
      ExpressionAttributeNames: { "#owner": "owner" },
      ExpressionAttributeValues: { ":eve": "eve" },
    }),
  )
  await table.client.send(new PutCommand({ TableName, Item: { ...labelKey(one.id, "Unicorn"), name: "Unicorn" } }))
  return { ...one, events, before }
}

it("shows what differs by item, and of the record by attribute, and writes nothing", async () => {
  const { id, events } = await tampered()
  const changed = await itemsOf(table.client, id)
  const { state, differences } = await rebuilt(id, events)
  expect(state).toBe("different")
  expect(differences).toMatchObject([
    { item: "LABEL#Unicorn", has: { name: "Unicorn" } },
    { item: "RECORD", attribute: "owner", has: "eve", rebuilt: "ada" },
    { item: "RECORD", attribute: "tagging", rebuilt: { labels: 2 } },
  ])
  expect(differences[0]).not.toHaveProperty("rebuilt")
  expect(await itemsOf(table.client, id)).toEqual(changed)
})

it("mends what differs, and removes what no event has brought", async () => {
  const { id, events, before } = await tampered()
  expect((await rebuilt(id, events, { apply: true })).state).toBe("mended")
  expect(await itemsOf(table.client, id)).toEqual(before)
  expect(await rebuilt(id, events)).toMatchObject(same)
  expect((await rebuilt(id, [], { apply: true })).state).toBe("mended")
  expect(await itemsOf(table.client, id)).toEqual([])
  expect((await rebuilt(id, events, { apply: true })).state).toBe("mended")
  expect(await itemsOf(table.client, id)).toEqual(before)
})

it("leaves a photo alone to which something happens while it is compared", async () => {
  const { id, events, rendered } = await tampered()
  const deps: Partition = {
    ...partitions,
    async read(imageId) {
      const items = await partitions.read(imageId)
      await catalog.deliver(rendered)
      return items
    },
  }
  expect((await rebuilt(id, events, { apply: true, deps })).state).toBe("newer")
  const { record } = (await catalog.entry(id))!
  expect([record.tagging, record.thumbnail?.eventId]).toEqual([undefined, rendered.metadata.id])
})

it("says nothing of a photo with events of before or behind the time that was read", async () => {
  const { id, events } = await tampered()
  expect(await rebuilt(id, events.slice(1), { from: at(1).toISOString() })).toMatchObject({ state: "older" })
  expect(await rebuilt(id, events.slice(0, 2), { to: at(2).toISOString() })).toMatchObject({ state: "newer" })
})

it("leaves out events that the catalog gave up, or does not consume", async () => {
  const { id, uploaded, extracted } = photo()
  await catalog.deliver(uploaded)
  const bad = { ...extracted, data: { ...extracted.data, image: {} } } as unknown as DarkroomEvent
  const foreign = { ...extracted, type: "ImageWatermarked" } as unknown as DarkroomEvent
  const { state, malformed } = await rebuilt(id, [uploaded, bad, foreign])
  expect([state, malformed]).toEqual(["same", [extracted.metadata.id]])
})

it("reads the payload of an event with a claim check", async () => {
  const { id, uploaded } = photo()
  await catalog.deliver(uploaded)
  const claim = { bucket: "output", key: "claims/one.json", bytes: 2 }
  const body = { ...busEvent(uploaded), detail: { metadata: uploaded.metadata, claim } }
  const redeem = async (asked: object) => {
    expect(asked).toEqual(claim)
    return uploaded.data
  }
  const request = { ...window, apply: false, photos: [{ imageId: id, events: [body] }] }
  expect((await rebuild(request, { partitions, redeem })).photos[0]?.state).toBe("same")
})

it("counts no difference in which delivery brought an event", async () => {
  const { id, uploaded } = photo()
  await catalog.deliver(uploaded)
  const { eventId } = (await catalog.entry(id))!.timeline[0]!
  await table.client.send(
    new UpdateCommand({
      TableName: "ImageMetadata",
      Key: eventKey(id, eventId),
      UpdateExpression: "SET attempt = :two",
      ExpressionAttributeValues: { ":two": 2 },
    }),
  )
  expect(await rebuilt(id, [uploaded])).toMatchObject(same)
})
