import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  RestoreObjectCommand,
} from "@aws-sdk/client-s3"
import type { StorageClass, Tier } from "@aws-sdk/client-s3"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished, vi } from "vitest"
import { manualClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import { BUCKET, startS3, VERSIONED_BUCKET } from "./testing.ts"
import type { HarnessOptions } from "./testing.ts"

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Half past ten in the morning. */
const START = Date.UTC(2026, 0, 15, 10, 30)
const target = { Bucket: BUCKET, Key: "a" }

async function start(storageClass: StorageClass = "GLACIER", options: HarnessOptions = {}) {
  const clock = manualClock(START)
  const s3 = await startS3({ clock, ...options })
  await s3.client.send(new PutObjectCommand({ ...target, Body: "cold", StorageClass: storageClass }))
  const restore = async (Days: number | undefined, tier?: Tier) => {
    const RestoreRequest = { Days, ...(tier ? { GlacierJobParameters: { Tier: tier } } : {}) }
    const { $metadata } = await s3.client.send(new RestoreObjectCommand({ ...target, RestoreRequest }))
    return $metadata.httpStatusCode
  }
  const state = async () => (await s3.client.send(new HeadObjectCommand(target))).Restore
  const read = async () => {
    const { Body } = await s3.client.send(new GetObjectCommand(target))
    return Body?.transformToString()
  }
  return { ...s3, clock, restore, state, read }
}

it("restores what is archived for some days, and tells how it goes", async () => {
  const { clock, restore, state, read, events } = await start()
  const refused = { name: "InvalidObjectState", StorageClass: "GLACIER", $metadata: { httpStatusCode: 403 } }
  await expect(read()).rejects.toMatchObject(refused)
  expect(await state()).toBeUndefined()
  expect(await restore(3, "Standard")).toBe(202)
  expect(await state()).toBe('ongoing-request="true"')
  clock.advance(3 * HOUR - 1)
  await expect(read()).rejects.toMatchObject(refused)
  clock.advance(1)
  expect(await read()).toBe("cold")
  expect(await state()).toBe('ongoing-request="false", expiry-date="Mon, 19 Jan 2026 00:00:00 GMT"')
  clock.advance(Date.UTC(2026, 0, 19) - 1 - clock.now())
  expect(await read()).toBe("cold")
  clock.advance(1)
  await expect(read()).rejects.toMatchObject(refused)
  expect(await state()).toBeUndefined()
  expect(await restore(1)).toBe(202)
  expect(events.map(({ type }) => type)).toEqual([
    "Object Created",
    "Object Restore Initiated",
    "Object Restore Completed",
    "Object Restore Expired",
    "Object Restore Initiated",
  ])
})

it("emits the details that EventBridge would have", async () => {
  const { clock, restore, events } = await start()
  await restore(3, "Expedited")
  clock.advance(5 * DAY)
  const object = { key: "a", size: 4 }
  const [created, initiated, completed, expired] = events.map(({ detail }) => detail)
  const { etag } = created!.object
  expect(initiated).toMatchObject({
    requester: "123456789012",
    "source-ip-address": "127.0.0.1",
    "source-storage-class": "GLACIER",
  })
  expect(initiated?.object).toEqual({ ...object, etag })
  expect(completed).toMatchObject({
    requester: "s3.amazonaws.com",
    "source-storage-class": "GLACIER",
    "restore-expiry-time": "2026-01-19T00:00:00Z",
  })
  expect(completed?.object).toEqual({ ...object, etag })
  expect(completed).not.toHaveProperty("source-ip-address")
  expect(expired).toMatchObject({ requester: "s3.amazonaws.com" })
  expect(expired?.object).toEqual({ key: "a", etag })
  expect(expired).not.toHaveProperty("reason")
})

it.each<[StorageClass, Tier, number]>([
  ["GLACIER", "Expedited", MINUTE],
  ["GLACIER", "Standard", 3 * HOUR],
  ["GLACIER", "Bulk", 5 * HOUR],
  ["DEEP_ARCHIVE", "Standard", 12 * HOUR],
  ["DEEP_ARCHIVE", "Bulk", 48 * HOUR],
])("restores from %s by %s in its time", async (storageClass, tier, duration) => {
  const { clock, restore, state } = await start(storageClass)
  await restore(1, tier)
  clock.advance(duration - 1)
  expect(await state()).toBe('ongoing-request="true"')
  clock.advance(1)
  expect(await state()).toContain('ongoing-request="false"')
})

it("refuses a second restoration while one is under way, unless it is faster", async () => {
  const { clock, restore, read } = await start()
  await restore(1, "Bulk")
  await expect(restore(1, "Bulk")).rejects.toMatchObject({
    name: "RestoreAlreadyInProgress",
    $metadata: { httpStatusCode: 409 },
  })
  expect(await restore(1, "Expedited")).toBe(202)
  clock.advance(MINUTE)
  expect(await read()).toBe("cold")
})

it("counts the days of a restored copy anew", async () => {
  const { clock, restore, state, events } = await start()
  await restore(1, "Expedited")
  clock.advance(HOUR)
  expect(await restore(30)).toBe(200)
  expect(await state()).toContain('expiry-date="Sun, 15 Feb 2026 00:00:00 GMT"')
  clock.advance(10 * DAY)
  expect(await state()).toContain('ongoing-request="false"')
  expect(events.map(({ type }) => type)).not.toContain("Object Restore Expired")
  clock.advance(21 * DAY)
  expect(await state()).toBeUndefined()
})

it("refuses what S3 cannot restore", async () => {
  const { client, restore } = await start("DEEP_ARCHIVE")
  await expect(restore(1, "Expedited")).rejects.toMatchObject({ name: "InvalidArgument" })
  await expect(restore(undefined)).rejects.toMatchObject({ name: "MalformedXML" })
  await expect(restore(0)).rejects.toMatchObject({ name: "MalformedXML" })
  for (const StorageClass of ["STANDARD", "GLACIER_IR"] as const) {
    await client.send(new PutObjectCommand({ ...target, Body: "warm", StorageClass }))
    await expect(restore(1)).rejects.toMatchObject({ name: "InvalidObjectState", StorageClass })
    await client.send(new GetObjectCommand(target))
  }
  const missing = new RestoreObjectCommand({ ...target, Key: "no", RestoreRequest: { Days: 1 } })
  await expect(client.send(missing)).rejects.toMatchObject({ name: "NoSuchKey" })
})

it("copies a restored object, whose copy is not archived", async () => {
  const { client, clock, restore } = await start()
  await restore(1, "Expedited")
  clock.advance(MINUTE)
  await client.send(new CopyObjectCommand({ ...target, Key: "copy", CopySource: `${BUCKET}/a` }))
  const copy = await client.send(new GetObjectCommand({ ...target, Key: "copy" }))
  expect(await copy.Body?.transformToString()).toBe("cold")
  expect([copy.StorageClass, copy.Restore]).toEqual([undefined, undefined])
})

it("goes on after a restart, also with what was due meanwhile", async () => {
  const folder = mkdtempSync(join(tmpdir(), "s3-test-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const store = openStore()
  const first = await start("GLACIER", { store, folder })
  await first.restore(1)
  await first.service.close()
  const clock = manualClock(START + 4 * HOUR)
  const second = await startS3({ store, folder, clock })
  await vi.waitFor(() => {
    clock.advance(0)
    expect(second.events.map(({ type }) => type)).toEqual(["Object Restore Completed"])
  })
  clock.advance(3 * DAY)
  expect(second.events.map(({ type }) => type)).toEqual(["Object Restore Completed", "Object Restore Expired"])
})

it("restores a version that is not the latest", async () => {
  const clock = manualClock(START)
  const { client, events } = await startS3({ clock })
  const versioned = { Bucket: VERSIONED_BUCKET, Key: "a" }
  const cold = new PutObjectCommand({ ...versioned, Body: "cold", StorageClass: "GLACIER" })
  const { VersionId } = await client.send(cold)
  await client.send(new PutObjectCommand({ ...versioned, Body: "warm" }))
  const RestoreRequest = { Days: 1, GlacierJobParameters: { Tier: "Expedited" } } as const
  await client.send(new RestoreObjectCommand({ ...versioned, VersionId, RestoreRequest }))
  clock.advance(MINUTE)
  const { Body } = await client.send(new GetObjectCommand({ ...versioned, VersionId }))
  expect(await Body?.transformToString()).toBe("cold")
  expect(events.at(-1)).toMatchObject({
    type: "Object Restore Completed",
    detail: { object: { "version-id": VersionId } },
  })
  clock.advance(3 * DAY)
  await expect(client.send(new GetObjectCommand({ ...versioned, VersionId }))).rejects.toMatchObject({
    name: "InvalidObjectState",
  })
})
