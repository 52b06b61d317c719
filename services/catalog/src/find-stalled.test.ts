import { stepLimits } from "@darkroom/catalog-model"
import { ImageProcessed, type ImageStalled, RetryRequested } from "@darkroom/events"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { allItemsOf, at, photo, startCatalog, startTable, video } from "./catalog.fixture.ts"
import { findStalled, type WatchDeps } from "./find-stalled.ts"
import { type WatchedPhotos, watchedPhotos } from "./watched.ts"

let table: Awaited<ReturnType<typeof startTable>>
beforeAll(async () => void (table = await startTable()))
afterAll(() => table.close())

const MINUTE = 60_000
const start = (changes: Partial<WatchDeps> = {}) => {
  const catalog = startCatalog(table.client)
  const published: ImageStalled[] = []
  let counted = 0
  let now = 0
  const deps: WatchDeps = {
    photos: watchedPhotos(table.client, "ImageMetadata"),
    publish: async (events) => void published.push(...(events as ImageStalled[])),
    limits: stepLimits,
    now: () => now,
    turn: 40_000,
    count: (stalled) => void (counted += stalled),
    ...changes,
  }
  return {
    ...catalog,
    deps,
    counted: () => counted,
    /** Looks that many minutes after the photos of the fixture were uploaded. */
    async look(minutes: number) {
      now = at(0).getTime() + minutes * MINUTE
      await findStalled(deps)
    },
    /** What was said of one photo. */
    saidOf: (id: string) => published.filter(({ data }) => data.image.id === id),
    async watched(id: string) {
      return (await allItemsOf(table.client, id)).find(({ sk }) => sk === "WATCH")
    },
  }
}

const stepsIn = (events: readonly ImageStalled[]) => events.map(({ data }) => data.step).toSorted()

describe("a photo of which nothing is heard", () => {
  it("is stalled at its first step once that has taken longer than it may, and not before", async () => {
    const { deliver, look, saidOf, counted } = start()
    const { id, image, uploaded } = photo()
    await deliver(uploaded)
    await look(5)
    expect(saidOf(id)).toEqual([])
    await look(5.1)
    expect(saidOf(id)).toMatchObject([
      {
        type: "ImageStalled",
        source: "darkroom.catalog",
        metadata: { causationId: uploaded.metadata.id, correlationId: uploaded.metadata.correlationId, groupKey: id },
        data: {
          image,
          step: "metadata",
          since: uploaded.metadata.time,
          limit: 300,
          waitsOn: { id: uploaded.metadata.id, type: "ImageUploaded" },
        },
      },
    ])
    expect(counted()).toBe(1)
  })

  it("is said to be stalled once, however often somebody looks, and under the same id where the first time got lost", async () => {
    const { deliver, look, saidOf, deps, watched } = start()
    const { id, uploaded } = photo()
    await deliver(uploaded)
    const { postpone } = deps.photos
    let crashes = 1
    const dying: WatchedPhotos["postpone"] = async (...args) => {
      if (crashes-- > 0) throw new Error("Killed behind the event")
      return postpone(...args)
    }
    Object.assign(deps.photos, { postpone: dying })
    await expect(look(6)).rejects.toThrow("Killed")
    for (const minutes of [6, 7, 8, 30, 600, 6_000]) await look(minutes)
    expect(new Set(saidOf(id).map(({ metadata }) => metadata.id)).size).toBe(1)
    expect(saidOf(id)).toHaveLength(2)
    expect(await watched(id)).toMatchObject({ stalled: [{ step: "metadata" }] })
  })

  it("is stalled at each step that is open, each by its own limit and since its own event", async () => {
    const { deliver, look, saidOf } = start()
    const { id, uploaded, extracted } = photo()
    await deliver(uploaded, extracted)
    await look(6)
    expect(stepsIn(saidOf(id))).toEqual(["thumbnail"])
    await look(14)
    expect(stepsIn(saidOf(id))).toEqual(["thumbnail"])
    await look(15.1)
    expect(stepsIn(saidOf(id))).toEqual(["tagging", "thumbnail"])
    expect(saidOf(id).map(({ data }) => [data.since, data.waitsOn?.type])).toEqual([
      [extracted.metadata.time, "MetadataExtracted"],
      [extracted.metadata.time, "MetadataExtracted"],
    ])
  })

  it("stalls once more where it was tried again in vain, and has its time for that", async () => {
    const { deliver, look, saidOf } = start()
    const { id, image, uploaded } = photo()
    await deliver(uploaded)
    await look(6)
    const retried = RetryRequested.create(
      { image, service: "metadata", failure: null },
      { cause: uploaded, time: new Date(at(0).getTime() + 7 * MINUTE) },
    )
    await deliver(retried)
    await look(11.9)
    expect(saidOf(id)).toHaveLength(1)
    await look(12.1)
    expect(saidOf(id).map(({ data }) => data.since)).toEqual([uploaded.metadata.time, retried.metadata.time])
  })

  it("has longer where a backfill brought it", async () => {
    const { deliver, look, saidOf } = start()
    const { id, uploaded } = photo()
    await deliver({ ...uploaded, metadata: { ...uploaded.metadata, origin: "backfill" } })
    await look(12 * 60)
    expect(saidOf(id)).toEqual([])
    await look(12 * 60 + 1)
    expect(saidOf(id)).toMatchObject([{ metadata: { origin: "backfill" }, data: { limit: 43_200 } }])
  })
})

describe("nobody looks any more", () => {
  const done = (facts: ReturnType<typeof photo>) => {
    const { uploaded, extracted, tagged, rendered, image } = facts
    const data = { image, steps: ["metadata" as const], labels: [], decision: null }
    return [uploaded, extracted, tagged, rendered, ImageProcessed.create(data, { cause: rendered, time: at(4) })]
  }

  it("at a photo that is done, as soon as it is", async () => {
    const { deliver, watched } = start()
    const facts = photo()
    await deliver(...done(facts))
    expect(await watched(facts.id)).toBeUndefined()
  })

  it("at one whose upload the catalog hears of last, once it has looked", async () => {
    const { deliver, look, saidOf, watched } = start()
    const facts = photo()
    const [uploaded, ...others] = done(facts)
    await deliver(...others, uploaded!)
    expect(await watched(facts.id)).toBeDefined()
    await look(6)
    expect([await watched(facts.id), saidOf(facts.id)]).toEqual([undefined, []])
  })

  it("at one that failed, was rejected or deleted", async () => {
    const { deliver, look, saidOf, watched } = start()
    const [failing, deleted] = [photo(), photo()]
    await deliver(failing.uploaded, failing.extracted, failing.rendered, failing.failed)
    await deliver(deleted.uploaded, deleted.deleted)
    expect(await watched(deleted.id)).toBeUndefined()
    await look(20)
    for (const { id } of [failing, deleted]) expect([await watched(id), saidOf(id)]).toEqual([undefined, []])
  })

  it("at a video that was watched; one that is not is stalled after an hour", async () => {
    const { deliver, look, saidOf, watched } = start()
    const [seen, waiting] = [video(), video()]
    await deliver(seen.uploaded, seen.extracted, seen.tagged)
    await deliver(waiting.uploaded, waiting.extracted, waiting.copied)
    expect(await watched(seen.id)).toBeUndefined()
    await look(60.1)
    expect(saidOf(waiting.id)).toEqual([])
    await look(60.5)
    expect(saidOf(waiting.id)).toMatchObject([
      { data: { step: "video", waitsOn: { id: waiting.copied.metadata.id, type: "VideoCopied" } } },
    ])
  })
})

it("leaves it as it is where somebody tried it again meanwhile", async () => {
  const { deliver, look, deps, watched, saidOf } = start()
  const { id, image, uploaded } = photo()
  await deliver(uploaded)
  const { record } = deps.photos
  let first = true
  const interrupted: WatchedPhotos["record"] = async (imageId) => {
    const found = await record(imageId)
    if (imageId !== id || !first) return found
    first = false
    // A limit that ends before the photo was due: what comes between the two is what counts.
    await startCatalog(table.client).deliver(
      RetryRequested.create(
        { image, service: "metadata", failure: null },
        { cause: uploaded, time: new Date(at(0).getTime() - MINUTE) },
      ),
    )
    return found
  }
  Object.assign(deps.photos, { record: interrupted })
  await look(6)
  expect(await watched(id)).toMatchObject({ due: new Date(at(0).getTime() + 4 * MINUTE).toISOString() })
  expect(saidOf(id)).toHaveLength(1)
})

it("goes on the next time where there are more than one turn can look at", async () => {
  let clock = at(0).getTime() + 6 * MINUTE
  const { deliver, deps, saidOf } = start({ turn: 1, now: () => clock++ })
  const photos = Array.from({ length: 60 }, () => photo("many"))
  await deliver(...photos.map(({ uploaded }) => uploaded))
  const said = () => photos.filter(({ id }) => saidOf(id).length > 0).length
  await findStalled(deps)
  expect(said()).toBeLessThan(60)
  for (let turn = 0; turn < 60 && said() < 60; turn++) {
    clock += MINUTE
    await findStalled(deps)
  }
  expect(said()).toBe(60)
})
