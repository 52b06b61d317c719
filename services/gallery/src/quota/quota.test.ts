import { TransactionCanceledException } from "@aws-sdk/client-dynamodb"
import { PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb"
import { describe, expect, it } from "vitest"
import { albumMetadataTable, ARRIVALS, TABLE } from "../album-metadata-table.fixture.ts"
import { DAY, MINUTE } from "../clock.ts"
import type { Documents } from "../documents.ts"
import { InvalidLimit, type Limits, limitsFrom } from "./limits.ts"
import { quotaStore, type Wanted } from "./quota.ts"

const { documents, newOwner, items } = albumMetadataTable()
const NOON = Date.UTC(2026, 10, 21, 12)
const MIDNIGHT = "2026-11-22T00:00:00.000Z"

function start(limits: Partial<Limits> = {}, now = NOON, through = documents) {
  const time = { now }
  const all = {
    photosPerDay: 1000,
    bytesPerDay: 1_000_000,
    parallelUploads: 1000,
    bytesPerVideo: 1000,
    bytesPerPhoto: 1_000_000,
    ...limits,
  }
  const clock = { now: () => time.now }
  const quota = quotaStore(through, TABLE, { limits: all, arrivals: ARRIVALS, clock, wait: async () => {} })
  return { owner: newOwner(), quota, time }
}

let ids = 0
const upload = (size = 1): Wanted => ({ uploadId: `upload-${ids++}`, name: "cat.jpg", size, sha256: "0".repeat(64) })
const uploads = (count: number, size?: number) => Array.from({ length: count }, () => upload(size))

describe("a reservation", () => {
  it("counts photos, bytes and uploads under way", async () => {
    const { owner, quota } = start()
    expect(await quota.reserve(owner, uploads(3, 10))).toEqual(["reserved", "reserved", "reserved"])
    expect(await quota.used(owner)).toEqual({ photos: 3, bytes: 30, uploads: 3, resetsAt: MIDNIGHT })
  })

  it("takes as many transactions as 100 uploads need", async () => {
    const { owner, quota } = start()
    expect(new Set(await quota.reserve(owner, uploads(100)))).toEqual(new Set(["reserved"]))
    expect(await quota.used(owner)).toMatchObject({ photos: 100, uploads: 100 })
  })

  it("fails alone where it does not fit, and says which limit and when it opens", async () => {
    const { owner, quota } = start({ bytesPerDay: 100 })
    const answers = await quota.reserve(owner, [upload(60), upload(50), upload(40)])
    expect(answers).toEqual(["reserved", { limit: "bytesPerDay", resetsAt: MIDNIGHT }, "reserved"])
    expect(await quota.used(owner)).toMatchObject({ photos: 2, bytes: 100 })
  })

  it("may come up to a limit and not pass it", async () => {
    const { owner, quota } = start({ photosPerDay: 3 })
    const answers = await quota.reserve(owner, uploads(5))
    expect(answers.filter((answer) => answer === "reserved")).toHaveLength(3)
    expect(answers[4]).toEqual({ limit: "photosPerDay", resetsAt: MIDNIGHT })
    expect(await quota.reserve(owner, uploads(1))).toEqual([{ limit: "photosPerDay", resetsAt: MIDNIGHT }])
  })

  it("is refused until the earliest of the uploads under way ends", async () => {
    const { owner, quota, time } = start({ parallelUploads: 2 })
    await quota.reserve(owner, uploads(1))
    time.now += MINUTE
    await quota.reserve(owner, uploads(1))
    const answer = { limit: "parallelUploads", resetsAt: "2026-11-21T12:15:00.000Z" }
    expect(await quota.reserve(owner, uploads(1))).toEqual([answer])
  })

  it("counts on the day on which it began, and as under way on the next day too", async () => {
    const { owner, quota, time } = start({ photosPerDay: 2, parallelUploads: 3 }, Date.parse(MIDNIGHT) - 1)
    await quota.reserve(owner, uploads(2))
    time.now += 1
    expect(await quota.used(owner)).toMatchObject({ photos: 0, bytes: 0, uploads: 2 })
    const [first, second] = await quota.reserve(owner, uploads(2))
    expect([first, second]).toEqual(["reserved", expect.objectContaining({ limit: "parallelUploads" })])
  })

  it("counts until its form ends, also after it was cancelled", async () => {
    const { owner, quota } = start()
    const [kept, cancelled] = [upload(10), upload(20)]
    await quota.reserve(owner, [kept, cancelled])
    await Promise.all([1, 2, 3].map(() => quota.cancel(owner, cancelled.uploadId)))
    expect(await quota.used(owner)).toMatchObject({ photos: 2, bytes: 30, uploads: 2 })
  })

  it("of a large upload lasts longer, and ends with its form once it is cancelled", async () => {
    const large = upload(150_000_000)
    const { owner, quota, time } = start({ bytesPerDay: 1_000_000_000, bytesPerVideo: 1_000_000_000 })
    const cancelled = upload(large.size)
    await quota.reserve(owner, [large, cancelled])
    await quota.cancel(owner, cancelled.uploadId)
    time.now += 15 * MINUTE
    expect(await quota.used(owner)).toMatchObject({ photos: 1, uploads: 1 })
    expect(await items(owner, "HELD#")).toHaveLength(1)
  })

  it("stays where ingest has accepted its object and nobody has settled it yet", async () => {
    const { owner, quota, time } = start()
    const arrived = upload(10)
    await quota.reserve(owner, [arrived])
    const object = `photos/private/${owner}/uploads/${arrived.uploadId}/cat.jpg`
    await documents.send(new PutCommand({ TableName: ARRIVALS.tableName, Item: { object } }))
    time.now += 15 * MINUTE
    expect(await quota.used(owner)).toMatchObject({ photos: 1, bytes: 10, uploads: 1 })
  })

  it("of somebody else cannot be given back", async () => {
    const { owner, quota } = start()
    const mine = upload()
    await quota.reserve(owner, [mine])
    expect(await quota.cancel(newOwner(), mine.uploadId)).toBe(false)
    expect(await quota.used(owner)).toMatchObject({ uploads: 1 })
  })

  it("is given back when nothing came of it, before the next is judged and before anybody looks", async () => {
    const { owner, quota, time } = start({ parallelUploads: 1 })
    await quota.reserve(owner, uploads(1, 10))
    time.now += 15 * MINUTE - 1
    expect(await quota.used(owner)).toMatchObject({ photos: 1, uploads: 1 })
    time.now += 1
    expect(await quota.reserve(owner, uploads(1, 20))).toEqual(["reserved"])
    expect(await quota.used(owner)).toMatchObject({ photos: 1, bytes: 20, uploads: 1 })
    time.now += DAY
    expect(await quota.used(owner)).toMatchObject({ photos: 0, bytes: 0, uploads: 0 })
    expect(await items(owner, "HELD#")).toEqual([])
  })
})

describe("reservations at once", () => {
  // Mulberry32: numbers that look random, the same for the same seed.
  const random = (seed: number) => () => {
    seed = (seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  it.each(Array.from({ length: 10 }, (_, seed) => seed))(
    "never pass a limit, and count what they let through (seed %i)",
    async (seed) => {
      const next = random(seed)
      const below = (end: number) => Math.floor(next() * end)
      const limits = { photosPerDay: 1 + below(30), bytesPerDay: 1 + below(500), parallelUploads: 1 + below(30) }
      const { owner, quota } = start(limits)
      const requests = Array.from({ length: 12 }, () =>
        Array.from({ length: 1 + below(6) }, () => upload(1 + below(40))),
      )
      const outcomes = await Promise.all(
        requests.map(async (wanted) => {
          const answers = await quota.reserve(owner, wanted)
          const reserved = wanted.filter((_, index) => answers[index] === "reserved")
          for (const { uploadId } of reserved.filter(() => next() < 0.2)) await quota.cancel(owner, uploadId)
          return reserved
        }),
      )
      const kept = outcomes.flat()
      const used = await quota.used(owner)
      const bytes = kept.reduce((total, { size }) => total + size, 0)
      expect(used).toMatchObject({ photos: kept.length, bytes, uploads: kept.length })
      expect(used.photos).toBeLessThanOrEqual(limits.photosPerDay)
      expect(used.bytes).toBeLessThanOrEqual(limits.bytesPerDay)
      expect(used.uploads).toBeLessThanOrEqual(limits.parallelUploads)
      expect(await items(owner, "HELD#")).toHaveLength(kept.length)
    },
  )

  it("use a limit up where more is wanted", async () => {
    const { owner, quota } = start({ photosPerDay: 17 })
    const answers = await Promise.all(Array.from({ length: 10 }, () => quota.reserve(owner, uploads(3))))
    expect(answers.flat().filter((answer) => answer === "reserved")).toHaveLength(17)
  })

  it("wait for one another's transactions", async () => {
    let conflicts = 3
    const conflicting = async (command: never) => {
      if ((command as object) instanceof TransactWriteCommand && conflicts-- > 0)
        throw new TransactionCanceledException({
          message: "Transaction cancelled",
          $metadata: {},
          CancellationReasons: [{ Code: "TransactionConflict" }, { Code: "None" }],
        })
      return documents.send(command)
    }
    const { owner, quota } = start({}, NOON, { send: conflicting as Documents["send"] })
    expect(await quota.reserve(owner, uploads(2))).toEqual(["reserved", "reserved"])
  })
})

describe("limits", () => {
  it("have defaults: a photo may be as large as its intake profile allows", () => {
    expect(limitsFrom({})).toEqual({
      photosPerDay: 500,
      bytesPerDay: 5_000_000_000,
      parallelUploads: 100,
      bytesPerPhoto: 50_000_000,
      bytesPerVideo: 2_000_000_000,
    })
  })

  it("come from the environment", () => {
    const environment = { DARKROOM_PHOTOS_PER_DAY: "7", DARKROOM_BYTES_PER_DAY: "", DARKROOM_BYTES_PER_PHOTO: "9" }
    expect(limitsFrom(environment)).toMatchObject({ photosPerDay: 7, bytesPerDay: 5_000_000_000, bytesPerPhoto: 9 })
  })

  it("let no video be larger than a form of S3 takes", () => {
    const most = 5 * 2 ** 30
    expect(limitsFrom({ DARKROOM_BYTES_PER_VIDEO: String(most) }).bytesPerVideo).toBe(most)
    expect(() => limitsFrom({ DARKROOM_BYTES_PER_VIDEO: String(most + 1) })).toThrow(`from 1 to ${most}`)
  })

  it.each(["0", "-1", "1.5", "many", "1e9"])("cannot be %s", (value) => {
    expect(() => limitsFrom({ DARKROOM_PARALLEL_UPLOADS: value })).toThrow(InvalidLimit)
  })
})
