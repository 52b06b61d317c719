import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import { startTables, tableNode } from "@darkroom/local/embedded"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ConcurrentUpload, OriginalHeld } from "./errors.ts"
import { type Filings, filingsTable } from "./filings.ts"
import { HOLD_MILLISECONDS, type Uploads, uploadsTable } from "./uploads.ts"
import { memoryFilings, memoryUploads } from "./world.fixture.ts"

let tables: Awaited<ReturnType<typeof startTables>>
let client: DynamoDBDocumentClient
beforeAll(async () => {
  tables = await startTables([tableNode({ name: "Uploads", hashKey: "object" })])
  client = DynamoDBDocumentClient.from(new DynamoDBClient(tables.client))
})
afterAll(() => tables.close())

const NOW = Date.UTC(2026, 10, 21)
const upload = { imageId: "a", sequencer: "01", etag: "e1", replaces: null }
const next = { imageId: "b", sequencer: "02", etag: "e2", replaces: "a" }
const move = { by: "move", now: NOW, movingTo: "analyzed/a" }

const kinds: [string, () => { uploads: Uploads; filings: Filings }][] = [
  ["DynamoDB", () => ({ uploads: uploadsTable(client, "Uploads"), filings: filingsTable(client, "Uploads") })],
  ["memory, which other tests rely on", () => ({ uploads: memoryUploads(), filings: memoryFilings() })],
]

describe.each(kinds)("in %s", (_, open) => {
  const ingested = async (key: string) => {
    const { uploads } = open()
    await uploads.advance("photos", key, upload, undefined)
    return uploads
  }

  it("keeps an upload that has just been held, let go or moved from being overtaken unseen", async () => {
    const uploads = await ingested("k1")
    await uploads.hold("photos", "k1", "a", move)
    await expect(uploads.advance("photos", "k1", next, upload)).rejects.toThrow(ConcurrentUpload)
    const held = await uploads.latest("photos", "k1")
    expect(held).toMatchObject({ ...upload, heldBy: "move", heldSince: NOW, movingTo: "analyzed/a" })
    await uploads.release("photos", "k1", "move", "analyzed/a")
    await expect(uploads.advance("photos", "k1", next, held)).rejects.toThrow(ConcurrentUpload)
    const moved = await uploads.latest("photos", "k1")
    expect(moved).toMatchObject({ ...upload, movedTo: "analyzed/a" })
    expect(moved).not.toHaveProperty("heldBy")
    expect(moved).not.toHaveProperty("movingTo")
    await uploads.advance("photos", "k1", next, moved)
    expect(await uploads.latest("photos", "k1")).toMatchObject(next)
    expect(await uploads.latest("photos", "k1")).not.toHaveProperty("movedTo")
  })

  it("is held by one work at a time, until that lets go or is too old to be there still", async () => {
    const uploads = await ingested("k2")
    expect(await uploads.hold("photos", "k2", "a", move)).toBe(true)
    expect(await uploads.hold("photos", "k2", "a", { ...move, now: NOW + 1 })).toBe(true)
    const other = { by: "deletion", now: NOW + HOLD_MILLISECONDS }
    await expect(uploads.hold("photos", "k2", "a", other)).rejects.toThrow(OriginalHeld)
    await uploads.release("photos", "k2", "deletion")
    await expect(uploads.hold("photos", "k2", "a", other)).rejects.toThrow(OriginalHeld)
    expect(await uploads.hold("photos", "k2", "a", { ...other, now: NOW + 1 + HOLD_MILLISECONDS })).toBe(true)
  })

  it("is not held for a photo that has left the key or was overtaken", async () => {
    const uploads = await ingested("k3")
    expect(await uploads.hold("photos", "k3", "b", move)).toBe(false)
    await uploads.hold("photos", "k3", "a", move)
    await uploads.release("photos", "k3", "move", "analyzed/a")
    expect(await uploads.hold("photos", "k3", "a", move)).toBe(false)
    expect(await uploads.hold("photos", "unknown", "a", move)).toBe(false)
  })

  it("carries out one decision at a time, and none that is older than the last", async () => {
    const { filings } = open()
    const first = { by: "one", decidedAt: "2026-11-21T09:30:00.000Z", now: NOW }
    const second = { by: "two", decidedAt: "2026-11-21T09:30:01.000Z", now: NOW + 1 }
    expect(await filings.begin("p1", first)).toBe("begun")
    await expect(filings.begin("p1", second)).rejects.toThrow(OriginalHeld)
    await filings.end("p1", "two")
    await expect(filings.begin("p1", second)).rejects.toThrow(OriginalHeld)
    expect(await filings.begin("p1", first)).toBe("begun")
    await filings.end("p1", "one")
    expect(await filings.begin("p1", second)).toBe("begun")
    expect(await filings.begin("p1", first)).toBe("superseded")
    const third = { by: "three", decidedAt: "2026-11-21T09:30:02.000Z", now: NOW + 1 + HOLD_MILLISECONDS }
    expect(await filings.begin("p1", third)).toBe("begun")
  })

  it("begins nothing for a photo that was deleted", async () => {
    const { filings } = open()
    const work = { by: "one", decidedAt: "2026-11-21T09:30:00.000Z", now: NOW }
    await filings.begin("p2", work)
    expect(await filings.isDeleted("p2")).toBe(false)
    await filings.markDeleted("p2", NOW)
    await filings.markDeleted("p2", NOW + 1)
    expect(await filings.isDeleted("p2")).toBe(true)
    expect(await filings.begin("p2", work)).toBe("deleted")
    await filings.markDeleted("p3", NOW)
    expect(await filings.begin("p3", work)).toBe("deleted")
  })
})
