import { randomUUID } from "node:crypto"
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import { imageIdOf } from "@darkroom/events"
import { startTables, tableNode } from "@darkroom/local/embedded"
import { property } from "@darkroom/testing/property"
import fc from "fast-check"
import { afterAll, beforeAll, expect } from "vitest"
import { MINUTE } from "../../gallery/src/clock.ts"
import { quotaStore } from "../../gallery/src/quota/quota.ts"
import { SIGNED_FOR } from "../../gallery/src/quota/reservation.ts"
import { settlement } from "../../gallery/src/quota/settlement.ts"
import { ingestObject } from "./ingest-object.ts"
import type { ObjectCreated } from "./object-created.ts"
import { reservationsIn } from "./reservations.ts"
import { uploadsTable } from "./uploads.ts"
import { BUCKET, memoryWorld } from "./world.fixture.ts"

const RUNS = 40
const NOON = Date.UTC(2026, 10, 21, 12)
const [ALBUMS, UPLOADS] = ["AlbumMetadata", "Uploads"]
const LIMITS = {
  photosPerDay: 4,
  bytesPerDay: 70,
  parallelUploads: 3,
  bytesPerPhoto: 100,
  bytesPerVideo: 100,
}

let tables: Awaited<ReturnType<typeof startTables>>
let documents: DynamoDBDocumentClient
beforeAll(async () => {
  tables = await startTables([
    tableNode({ name: ALBUMS, hashKey: "pk", rangeKey: "sk" }),
    tableNode({ name: UPLOADS, hashKey: "object" }),
  ])
  const marshallOptions = { removeUndefinedValues: true }
  documents = DynamoDBDocumentClient.from(new DynamoDBClient(tables.client), { marshallOptions })
})
afterAll(() => tables.close())

const step = fc.record({
  do: fc.constantFrom("reserve", "cancel", "post", "post", "announce", "announce", "settle", "wait", "look"),
  which: fc.nat(20),
  size: fc.integer({ min: 1, max: 40 }),
})
/** The steps of a batch run at the same time. */
const plan = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 5, maxLength: 25 })

const each = (name: "reserve" | "post" | "announce", from: number) =>
  [0, 1, 2].map((which) => ({ do: name, which: from + which, size: 1 }))
const waits = [1, 2].map(() => [{ do: "wait" as const, which: 0, size: 1 }])
const usedUp = (from: number) => [each("reserve", from), each("post", from), each("announce", from)]

/** The second half is signed when the reservations of the first have ended, and its photos are not settled. */
const unsettled = [...usedUp(0), ...waits, ...usedUp(3)]
/** Nobody has heard of the first half when its reservations end. */
const unheard = [each("reserve", 0), each("post", 0), ...waits, ...usedUp(3)]

interface Form {
  readonly uploadId: string
  readonly key: string
  readonly size: number
  readonly until: number
}

/** One user, whose forms take uploads until they end; S3's events wait until a step delivers one, and stay, as they may come twice. */
function start() {
  const owner = randomUUID()
  const world = memoryWorld()
  const time = { now: NOON }
  const clock = { now: () => time.now }
  const arrivals = { tableName: UPLOADS, bucket: BUCKET }
  const quota = quotaStore(documents, ALBUMS, { limits: LIMITS, arrivals, clock, wait: async () => {} })
  const settle = settlement(documents, ALBUMS, { clock, wait: async () => {} })
  const deps = {
    ...world.deps,
    uploads: uploadsTable(documents, UPLOADS),
    reservations: reservationsIn(documents, ALBUMS),
    now: clock.now,
  }
  const forms: Form[] = []
  const events: ObjectCreated[] = []
  const accepted = new Map<string, { key: string; image: Parameters<typeof settle>[0] }>()
  const deleted: string[] = []
  const objects = {
    ...deps.objects,
    async delete(bucket: string, key: string, etag: string) {
      deleted.push(key)
      await deps.objects.delete(bucket, key, etag)
    },
  }
  const pick = <Each>(all: readonly Each[], which: number) => all[which % Math.max(1, all.length)]
  const steps = {
    async reserve(_: number, size: number) {
      const uploadId = randomUUID()
      const key = `private/${owner}/uploads/${uploadId}/cat.jpg`
      const until = time.now + SIGNED_FOR
      const [answer] = await quota.reserve(owner, [{ uploadId, name: "cat.jpg", size, sha256: "0" }])
      if (answer === "reserved") forms.push({ uploadId, key, size, until })
    },
    async cancel(which: number) {
      const form = pick(forms, which)
      if (form) await quota.cancel(owner, form.uploadId)
    },
    async post(which: number) {
      const form = pick(forms, which)
      if (form && time.now < form.until) events.push({ ...world.put(form.key, form.uploadId), bytes: form.size })
    },
    async announce(which: number) {
      const created = pick(events, which)
      if (created) await announce(created)
    },
    async settle(which: number) {
      const arrived = pick([...accepted.values()], which)
      if (arrived) await settle(arrived.image)
    },
    wait: async () => void (time.now += 8 * MINUTE),
    look: async () => void (await quota.used(owner)),
  }
  /** A handler that another one got in the way of is tried again. */
  async function announce(created: ObjectCreated) {
    const announced = await ingestObject(created, { ...deps, objects }).catch(() => [])
    for (const event of announced ?? []) {
      expect(event.type).toBe("ImageUploaded")
      if (event.type === "ImageUploaded")
        accepted.set(event.data.image.id, { key: created.key, image: event.data.image })
    }
  }
  return { owner, quota, settle, steps, forms, events, accepted, deleted, announce, world }
}

property(
  "accepts no more than the limits of a user, nothing twice, and deletes no object of an accepted photo",
  RUNS,
  async ({ numRuns }) => {
    await fc.assert(
      fc.asyncProperty(plan, async (batches) => {
        const story = start()
        for (const batch of batches)
          await Promise.all(batch.map(({ do: name, which, size }) => story.steps[name](which, size)))
        for (const created of story.events) await story.announce(created)
        const photos = [...story.accepted.values()]
        const bytes = photos.reduce((total, { image }) => total + image.bytes, 0)
        expect(photos.length).toBeLessThanOrEqual(LIMITS.photosPerDay)
        expect(bytes).toBeLessThanOrEqual(LIMITS.bytesPerDay)
        const keys = photos.map(({ key }) => key)
        expect(new Set(keys).size).toBe(keys.length)
        for (const key of story.deleted) expect(keys).not.toContain(key)
        const posted = new Set(story.events.map(({ key }) => key))
        for (const key of posted) expect(story.world.objects.has(key)).toBe(keys.includes(key))
        for (const { image } of photos) {
          expect(image.id).toBe(imageIdOf(image.bucket, image.key, image.sequencer))
          await story.settle(image)
        }
        const used = await story.quota.used(story.owner)
        expect(used.photos).toBeGreaterThanOrEqual(photos.length)
        expect(used.photos).toBeLessThanOrEqual(LIMITS.photosPerDay)
      }),
      { numRuns, examples: [[unsettled], [unheard]] },
    )
  },
)
