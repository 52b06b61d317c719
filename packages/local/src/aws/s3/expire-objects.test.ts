import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { manualClock } from "../../clock.ts"
import { BUCKET, startS3 } from "./testing.ts"
import type { Harness } from "./testing.ts"
import type { LifecycleRule } from "./types.ts"

const DAY = 24 * 3600 * 1000
/** Half past ten in the morning. */
const START = Date.UTC(2026, 0, 15, 10, 30)

async function startWith(lifecycle: readonly LifecycleRule[]) {
  const clock = manualClock(START)
  const folder = mkdtempSync(join(tmpdir(), "s3-test-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return { clock, folder, ...(await startS3({ clock, folder, lifecycle })) }
}

const put = ({ client }: Harness, Key: string, Body = "x", Tagging?: string) =>
  client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...(Tagging ? { Tagging } : {}) }))

const keys = ({ events }: Harness, type: string) =>
  events.filter((event) => event.type === type).map(({ detail }) => detail.object.key)

it("deletes what a prefix's rule expires, from the midnight after its days on", async () => {
  const s3 = await startWith([
    { id: "Claims", status: "Enabled", filter: { prefix: "claims/" }, expiration: { days: 3 } },
  ])
  for (const key of ["claims/a", "claims/ß 🌅", "kept"]) await put(s3, key)
  expect(await s3.service.expireObjects(Date.UTC(2026, 0, 19) - 1)).toEqual({ expired: 0, transitioned: 0, aborted: 0 })
  expect(await s3.service.expireObjects(Date.UTC(2026, 0, 19))).toEqual({ expired: 2, transitioned: 0, aborted: 0 })
  expect(await s3.service.expireObjects(Date.UTC(2026, 0, 19))).toMatchObject({ expired: 0 })
  expect(readdirSync(s3.folder)).toHaveLength(1)
  expect(keys(s3, "Object Deleted")).toEqual(["claims/a", "claims/ß 🌅"])
  const { detail } = s3.events.at(-1)!
  expect(detail).toMatchObject({
    requester: "s3.amazonaws.com",
    reason: "Lifecycle Expiration",
    "deletion-type": "Permanently Deleted",
  })
  expect(detail).not.toHaveProperty("source-ip-address")
})

it("deletes on a date", async () => {
  const s3 = await startWith([{ expiration: { date: "2026-02-01T00:00:00Z" } }])
  await put(s3, "a")
  expect(await s3.service.expireObjects(Date.UTC(2026, 0, 31))).toMatchObject({ expired: 0 })
  expect(await s3.service.expireObjects(Date.UTC(2026, 1, 1))).toMatchObject({ expired: 1 })
})

it.each([
  ["that is disabled", { status: "Disabled" }, []],
  ["of a tag", { filter: { tag: { key: "temporary", value: "yes" } } }, ["logs/tagged"]],
  ["of a prefix and a size", { filter: { and: { prefix: "logs/", objectSizeGreaterThan: 1 } } }, ["logs/long"]],
  ["of sizes", { filter: { objectSizeLessThan: 2 } }, ["a", "logs/tagged"]],
])("applies a rule %s to what it names alone", async (_, rule, expected) => {
  const s3 = await startWith([{ status: "Enabled", expiration: { days: 1 }, ...rule }])
  await put(s3, "a")
  await put(s3, "logs/long", "xxx")
  await put(s3, "logs/tagged", "x", "temporary=yes")
  await s3.service.expireObjects(START + 3 * DAY)
  expect(keys(s3, "Object Deleted")).toEqual(expected)
})

it("aborts uploads that nobody completed", async () => {
  const s3 = await startWith([{ status: "Enabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } }])
  const begin = () => s3.client.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: "big" }))
  const old = await begin()
  const part = (UploadId?: string) =>
    s3.client.send(new UploadPartCommand({ Bucket: BUCKET, Key: "big", UploadId, PartNumber: 1, Body: "x" }))
  await part(old.UploadId)
  s3.clock.advance(5 * DAY)
  const young = await begin()
  expect(await s3.service.expireObjects(START + 8 * DAY)).toEqual({ expired: 0, transitioned: 0, aborted: 1 })
  await expect(part(old.UploadId)).rejects.toThrow(/The specified upload does not exist/)
  await part(young.UploadId)
  expect(readdirSync(s3.folder)).toHaveLength(1)
})

it("archives what is under a prefix, however it came there", async () => {
  const transitions = [{ days: 30, storageClass: "GLACIER" }]
  const s3 = await startWith([{ id: "Archive", status: "Enabled", filter: { prefix: "analyzed/" }, transitions }])
  await put(s3, "images/a", "x".repeat(128 * 1024))
  s3.clock.advance(20 * DAY)
  const CopySource = `${BUCKET}/images/a`
  await s3.client.send(new CopyObjectCommand({ Bucket: BUCKET, Key: "analyzed/success/a", CopySource }))
  // Days count from the copy on.
  expect(await s3.service.expireObjects(START + 31 * DAY)).toMatchObject({ transitioned: 0 })
  expect(await s3.service.expireObjects(START + 51 * DAY)).toMatchObject({ transitioned: 1 })
  expect(keys(s3, "Object Storage Class Changed")).toEqual(["analyzed/success/a"])
  expect(s3.events.at(-1)?.detail).toMatchObject({ "destination-storage-class": "GLACIER" })
})

it("moves objects to colder classes, and does not read what is archived", async () => {
  const transitions = [
    { days: 30, storageClass: "STANDARD_IA" },
    { days: 90, storageClass: "GLACIER" },
  ]
  const s3 = await startWith([{ status: "Enabled", transitions }])
  await put(s3, "large", "x".repeat(128 * 1024))
  await put(s3, "small")
  const target = { Bucket: BUCKET, Key: "large" }
  const before = await s3.client.send(new HeadObjectCommand(target))
  expect(await s3.service.expireObjects(START + 31 * DAY)).toMatchObject({ transitioned: 1 })
  const changed = s3.events.at(-1)
  expect(changed).toMatchObject({
    type: "Object Storage Class Changed",
    detail: { requester: "s3.amazonaws.com", "destination-storage-class": "STANDARD_IA" },
  })
  expect(changed?.detail.object).toEqual({ key: "large", size: 128 * 1024, etag: before.ETag?.replaceAll('"', "") })
  const read = await s3.client.send(new GetObjectCommand(target))
  expect([read.StorageClass, (await read.Body?.transformToString())?.length]).toEqual(["STANDARD_IA", 128 * 1024])
  expect(await s3.service.expireObjects(START + 91 * DAY)).toMatchObject({ transitioned: 1 })
  expect(await s3.service.expireObjects(START + 92 * DAY)).toMatchObject({ transitioned: 0 })
  await expect(s3.client.send(new GetObjectCommand(target))).rejects.toMatchObject({
    name: "InvalidObjectState",
    StorageClass: "GLACIER",
    $metadata: { httpStatusCode: 403 },
  })
  const { StorageClass, LastModified } = await s3.client.send(new HeadObjectCommand(target))
  expect([StorageClass, LastModified]).toEqual(["GLACIER", before.LastModified])
  const copy = new CopyObjectCommand({ Bucket: BUCKET, Key: "copy", CopySource: `${BUCKET}/large` })
  await expect(s3.client.send(copy)).rejects.toMatchObject({ name: "ObjectNotInActiveTierError" })
  expect(await s3.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "small" }))).not.toHaveProperty(
    "StorageClass",
    "GLACIER",
  )
})

it.each([
  ["GLACIER", "varies_by_storage_class", 1],
  ["DEEP_ARCHIVE", "varies_by_storage_class", 1],
  ["STANDARD_IA", "varies_by_storage_class", 0],
  ["GLACIER", "all_storage_classes_128K", 0],
  ["GLACIER", undefined, 0],
])("moves a small object to %s with the minimum size %s: %i", async (storageClass, minimum, transitioned) => {
  const rule = { status: "Enabled", transitions: [{ days: 1, storageClass }] }
  const s3 = await startWith([minimum ? { ...rule, transitionDefaultMinimumObjectSize: minimum } : rule])
  await put(s3, "small")
  expect(await s3.service.expireObjects(Date.UTC(2026, 0, 18))).toMatchObject({ transitioned })
})
