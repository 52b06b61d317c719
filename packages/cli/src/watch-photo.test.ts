import type { CatalogEntry, ImageRecord } from "@darkroom/catalog-model"
import { imageExample } from "@darkroom/events"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import {
  doneParts,
  entryOf,
  failedPart,
  metadataPart,
  processedPart,
  rejectedPart,
  taggingPart,
  thumbnailPart,
  uploadedPart,
} from "./test-fixtures.ts"
import { type Put, watchPhoto } from "./watch-photo.ts"

const ID = imageExample.id
const put: Put = { key: imageExample.key, etag: imageExample.etag, previous: undefined }

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

interface Change {
  readonly after: number
  readonly latest?: string
  readonly entries?: Readonly<Record<string, CatalogEntry>>
}

/** A stage on which things change as time passes. */
function stageWith(changes: readonly Change[]) {
  const start = Date.now()
  const past = () => changes.filter(({ after }) => Date.now() - start >= after)
  return {
    latestUpload: async () => past().findLast(({ latest }) => latest !== undefined)?.latest,
    catalog: { entry: async (id: string) => past().findLast(({ entries }) => entries?.[id])?.entries?.[id] },
  }
}

const known = (after: number, ...parts: Partial<ImageRecord>[]): Change => ({
  after,
  latest: ID,
  entries: { [ID]: entryOf([uploadedPart, ...parts]) },
})

async function watch(changes: readonly Change[], options: { put?: Partial<Put>; timeout?: number } = {}) {
  const states: string[] = []
  const watching = watchPhoto(
    stageWith(changes),
    { ...put, ...options.put },
    {
      timeout: options.timeout ?? 10_000,
      onProgress: ({ status, steps }) => states.push([status, ...steps.map(({ state }) => state)].join(" ")),
    },
  )
  const startedAt = Date.now()
  await vi.advanceTimersByTimeAsync(60_000)
  const { settledAt, ...watched } = await watching
  return { ...watched, states, milliseconds: settledAt - startedAt }
}

it("follows a photo until it is processed", async () => {
  const changes = [
    known(300),
    known(600, metadataPart),
    known(900, metadataPart, thumbnailPart),
    known(1_200, ...doneParts),
  ]
  const { imageId, entry, problem, states } = await watch(changes)
  expect({ imageId, problem }).toEqual({ imageId: ID, problem: undefined })
  expect(entry?.record.processed).toBeDefined()
  expect(states).toEqual([
    "processing waiting waiting waiting",
    "processing done waiting waiting",
    "processing done waiting done",
    "processed done done done",
  ])
})

it("waits for ImageProcessed without counting that time", async () => {
  const steps = [metadataPart, taggingPart, thumbnailPart]
  const { entry, milliseconds } = await watch([known(0, ...steps), known(2_000, ...steps, processedPart)])
  expect(entry?.record.processed).toBeDefined()
  expect(milliseconds).toBe(100)
})

it("does without ImageProcessed where it does not come", async () => {
  const { entry, problem } = await watch([known(0, metadataPart, taggingPart, thumbnailPart)])
  expect(entry?.record.processed).toBeUndefined()
  expect(problem).toBeUndefined()
})

it("ends with a rejection", async () => {
  const { entry, problem } = await watch([known(0, rejectedPart)])
  expect(entry?.record.rejected).toBeDefined()
  expect(problem).toBeUndefined()
})

it("ends with a failed step once the others are done", async () => {
  const { states } = await watch([
    known(0, metadataPart, failedPart("tagging")),
    known(1_000, metadataPart, failedPart("tagging"), thumbnailPart),
  ])
  expect(states).toEqual(["processing done failed waiting", "failed done failed done"])
})

it("names the step that nothing comes from, and counts the time from the last change", async () => {
  const { problem, milliseconds, imageId } = await watch([known(0), known(8_000, metadataPart, thumbnailPart)])
  expect(problem).toEqual({ reason: "TimedOut", message: "Nothing has changed for 10 s: still waiting for tagging." })
  expect(imageId).toBe(ID)
  expect(milliseconds).toBeGreaterThanOrEqual(18_000)
})

it("says that metadata holds everything up, and what has failed meanwhile", async () => {
  expect((await watch([known(0)])).problem?.message).toBe("Nothing has changed for 10 s: still waiting for metadata.")
  const { problem } = await watch([known(0, metadataPart, failedPart("tagging"))])
  expect(problem?.message).toBe("Nothing has changed for 10 s: still waiting for thumbnail. tagging: tagging gave up.")
})

it("says that ingest has not taken the file in", async () => {
  const { problem } = await watch([])
  expect(problem?.message).toBe("Nothing has changed for 10 s: ingest has not taken it in yet.")
})

it("is not taken in by the photo that the same bytes made before", async () => {
  const before = { after: 0, latest: "before", entries: { before: entryOf(doneParts, [], "before") } }
  const { imageId } = await watch([before, known(1_000, ...doneParts)], { put: { previous: "before" } })
  expect(imageId).toBe(ID)
})

it("is not taken in by what somebody else uploads under the key", async () => {
  const other = entryOf([...doneParts, { image: { ...imageExample, etag: "other" } }], [], "other")
  const { imageId, problem } = await watch([{ after: 0, latest: "other", entries: { other } }])
  expect(imageId).toBeUndefined()
  expect(problem?.reason).toBe("TimedOut")
})

it("goes on with the successor where that is our upload", async () => {
  const first = { after: 0, latest: "first", entries: { first: entryOf([uploadedPart], [], "first") } }
  const tombstone = entryOf([{ deletedAt: "2026-11-21T09:30:01.000Z", replacedBy: ID }], [], "first")
  const { imageId, problem } = await watch([
    first,
    { after: 500, entries: { first: tombstone } },
    known(1_500, ...doneParts),
  ])
  expect({ imageId, problem }).toEqual({ imageId: ID, problem: undefined })
})

it("says that the photo was replaced or deleted", async () => {
  const deletedAt = "2026-11-21T09:30:01.000Z"
  const gone = (parts: Partial<ImageRecord>): Change => ({
    after: 500,
    entries: { [ID]: entryOf([{ deletedAt, ...parts }]) },
  })
  expect((await watch([known(0), gone({})])).problem?.reason).toBe("Deleted")
  const other = {
    after: 500,
    entries: { other: entryOf([{ image: { ...imageExample, etag: "other" } }], [], "other") },
  }
  expect((await watch([known(0), gone({ replacedBy: "other" }), other])).problem?.reason).toBe("Replaced")
})
