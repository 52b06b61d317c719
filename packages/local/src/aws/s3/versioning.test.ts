import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { manualClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import { BUCKET, startS3, VERSIONED_BUCKET } from "./testing.ts"
import type { Harness, HarnessOptions } from "./testing.ts"

const target = { Bucket: VERSIONED_BUCKET, Key: "a" }
const VERSION = /^[\w-]{32}$/
const DAY = 24 * 3600 * 1000
const UNKNOWN = "x".repeat(32)

async function start(options: HarnessOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), "s3-test-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return withCommands(await startS3({ folder, ...options }), folder)
}

function withCommands(harness: Harness, folder: string) {
  const { client } = harness
  return {
    ...harness,
    folder,
    put: async (Body: string) => (await client.send(new PutObjectCommand({ ...target, Body }))).VersionId ?? "",
    read: async (VersionId?: string) => {
      const { Body } = await client.send(new GetObjectCommand({ ...target, VersionId }))
      return Body?.transformToString()
    },
    remove: (VersionId?: string) => client.send(new DeleteObjectCommand({ ...target, VersionId })),
    versions: async () => {
      const { Versions = [], DeleteMarkers = [] } = await client.send(
        new ListObjectVersionsCommand({ Bucket: VERSIONED_BUCKET }),
      )
      const latest = [...Versions, ...DeleteMarkers].find(({ IsLatest }) => IsLatest)?.VersionId
      return { ids: Versions.map(({ VersionId }) => VersionId), markers: DeleteMarkers.length, latest }
    },
  }
}

it("keeps each version of an object, and reads the latest or the one that is asked for", async () => {
  const { client, put, read } = await start()
  const [first, second] = [await put("1"), await put("22")]
  expect([first, second]).toEqual([expect.stringMatching(VERSION), expect.stringMatching(VERSION)])
  expect(first).not.toBe(second)
  expect([await read(), await read(first), await read(second)]).toEqual(["22", "1", "22"])
  const head = await client.send(new HeadObjectCommand({ ...target, VersionId: first }))
  expect(head).toMatchObject({ VersionId: first, ContentLength: 1 })
  expect(await client.send(new HeadObjectCommand(target))).toMatchObject({ VersionId: second, ContentLength: 2 })
  const attributes = new GetObjectAttributesCommand({ ...target, VersionId: first, ObjectAttributes: ["ObjectSize"] })
  expect(await client.send(attributes)).toMatchObject({ VersionId: first, ObjectSize: 1 })
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: VERSIONED_BUCKET }))
  expect(Contents).toMatchObject([{ Key: "a", Size: 2 }])
})

it("gives copies and multipart uploads versions, and copies the version that is asked for", async () => {
  const { client, put, read, versions } = await start()
  const first = await put("1")
  await put("2")
  const CopySource = `${VERSIONED_BUCKET}/a?versionId=${first}`
  const back = await client.send(new CopyObjectCommand({ ...target, CopySource }))
  expect(back).toMatchObject({ CopySourceVersionId: first, VersionId: expect.stringMatching(VERSION) as string })
  expect(await read()).toBe("1")
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target))
  const part = { ...target, UploadId, PartNumber: 1 }
  const { ETag } = await client.send(new UploadPartCommand({ ...part, Body: "parts" }))
  const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] }
  const done = await client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload }))
  expect(await read(done.VersionId)).toBe("parts")
  expect(await versions()).toMatchObject({ ids: { length: 4 }, latest: done.VersionId })
})

it("makes a delete marker, of which readers are told", async () => {
  const { client, service, put, remove, read, raw, versions } = await start()
  const version = await put("1")
  const removed = await remove()
  expect(removed).toMatchObject({ DeleteMarker: true, VersionId: expect.stringMatching(VERSION) as string })
  await expect(read()).rejects.toMatchObject({ name: "NoSuchKey" })
  await expect(client.send(new GetObjectTaggingCommand(target))).rejects.toMatchObject({ name: "NoSuchKey" })
  const missing = await raw("GET", `/${VERSIONED_BUCKET}/a`)
  const marker = { "x-amz-delete-marker": "true", "x-amz-version-id": removed.VersionId }
  expect(missing).toMatchObject({ status: 404, headers: marker })
  const named = await raw("GET", `/${VERSIONED_BUCKET}/a?versionId=${removed.VersionId}`)
  expect(named).toMatchObject({ status: 405, headers: { ...marker, allow: "DELETE" } })
  expect(named.headers["last-modified"]).toBeDefined()
  expect(named.body).toContain("<Code>MethodNotAllowed</Code>")
  expect(await raw("HEAD", `/${VERSIONED_BUCKET}/a`)).toMatchObject({ status: 404, headers: marker })
  expect(await service.getObject(VERSIONED_BUCKET, "a")).toBeUndefined()
  expect((await client.send(new ListObjectsV2Command({ Bucket: VERSIONED_BUCKET }))).KeyCount).toBe(0)
  expect(await read(version)).toBe("1")
  expect(await versions()).toEqual({ ids: [version], markers: 1, latest: removed.VersionId })
})

it("brings the version before back when a delete marker or the latest version is deleted for good", async () => {
  const { put, read, remove, versions, folder } = await start()
  const [first, second] = [await put("1"), await put("2")]
  const { VersionId } = await remove()
  expect(await remove(VersionId)).toMatchObject({ DeleteMarker: true, VersionId })
  expect(await read()).toBe("2")
  const deleted = await remove(second)
  expect(deleted.VersionId).toBe(second)
  expect(deleted.DeleteMarker).toBeUndefined()
  expect(await read()).toBe("1")
  await expect(read(second)).rejects.toMatchObject({ name: "NoSuchVersion" })
  expect(await versions()).toEqual({ ids: [first], markers: 0, latest: first })
  expect(readdirSync(folder)).toHaveLength(1)
  await remove(first)
  expect(readdirSync(folder)).toHaveLength(0)
  expect(await versions()).toEqual({ ids: [], markers: 0, latest: undefined })
})

it("deletes a noncurrent version and leaves the latest as it is", async () => {
  const { put, read, remove, versions } = await start()
  const [first, second, third] = [await put("1"), await put("2"), await put("3")]
  await remove(second)
  expect(await versions()).toEqual({ ids: [third, first], markers: 0, latest: third })
  expect([await read(), await read(first)]).toEqual(["3", "1"])
  const marker = await remove()
  await remove(third)
  expect(await versions()).toEqual({ ids: [first], markers: 1, latest: marker.VersionId })
  await remove(UNKNOWN)
})

it("refuses versions that are none", async () => {
  const { client, put, read, remove } = await start()
  await put("1")
  await expect(read(UNKNOWN)).rejects.toMatchObject({ name: "NoSuchVersion", $metadata: { httpStatusCode: 404 } })
  await expect(read("nonsense")).rejects.toMatchObject({ name: "InvalidArgument" })
  await expect(remove("nonsense")).rejects.toMatchObject({ name: "InvalidArgument" })
  const { VersionId } = await remove()
  const copy = (version?: string) =>
    client.send(
      new CopyObjectCommand({ ...target, Key: "b", CopySource: `${VERSIONED_BUCKET}/a?versionId=${version}` }),
    )
  await expect(copy(UNKNOWN)).rejects.toMatchObject({ name: "NoSuchVersion" })
  await expect(copy(VersionId)).rejects.toMatchObject({ name: "InvalidRequest" })
  await expect(copy("nonsense")).rejects.toMatchObject({ name: "InvalidArgument" })
})

it("tags the version that is asked for", async () => {
  const { client, put, events } = await start()
  const [first, second] = [await put("1"), await put("2")]
  const TagSet = [{ Key: "of", Value: "first" }]
  const tagged = await client.send(new PutObjectTaggingCommand({ ...target, VersionId: first, Tagging: { TagSet } }))
  expect(tagged.VersionId).toBe(first)
  const tags = async (VersionId?: string) =>
    (await client.send(new GetObjectTaggingCommand({ ...target, VersionId }))).TagSet
  expect([await tags(first), await tags(), await tags(second)]).toEqual([TagSet, [], []])
  await client.send(new DeleteObjectTaggingCommand({ ...target, VersionId: first }))
  expect(await tags(first)).toEqual([])
  expect(events.at(-1)).toMatchObject({ type: "Object Tags Deleted", detail: { object: { "version-id": first } } })
})

it("deletes versions and makes markers, many at once", async () => {
  const { client, put, versions } = await start()
  const first = await put("1")
  await put("2")
  const removeAll = (Objects: { Key: string; VersionId?: string | undefined }[]) =>
    client.send(new DeleteObjectsCommand({ Bucket: VERSIONED_BUCKET, Delete: { Objects } }))
  const { Deleted = [] } = await removeAll([{ Key: "a", VersionId: first }, { Key: "a" }])
  const marker = Deleted[1]?.DeleteMarkerVersionId
  expect(Deleted).toEqual([
    { Key: "a", VersionId: first },
    { Key: "a", DeleteMarker: true, DeleteMarkerVersionId: expect.stringMatching(VERSION) as string },
  ])
  expect(await versions()).toMatchObject({ ids: { length: 1 }, markers: 1, latest: marker })
  const again = await removeAll([{ Key: "a", VersionId: marker }])
  expect(again.Deleted).toEqual([{ Key: "a", VersionId: marker, DeleteMarker: true, DeleteMarkerVersionId: marker }])
})

it("tells events of the version, and of how it was deleted", async () => {
  const { put, remove, events } = await start()
  const first = await put("1")
  const { VersionId: marker } = await remove()
  await remove(first)
  const seen = events.map(({ type, detail }) => [type, detail["deletion-type"], detail.object["version-id"]])
  expect(seen).toEqual([
    ["Object Created", undefined, first],
    ["Object Deleted", "Delete Marker Created", marker],
    ["Object Deleted", "Permanently Deleted", first],
  ])
  const sequencer = expect.stringMatching(/^[0-9A-F]{18}$/) as string
  expect(events[1]?.detail.object).toEqual({
    key: "a",
    etag: "d41d8cd98f00b204e9800998ecf8427e",
    "version-id": marker,
    sequencer,
  })
  expect(events[2]?.detail.object).toEqual({ key: "a", "version-id": first, sequencer })
})

it("deletes on a condition about the current version", async () => {
  const { client, put, remove } = await start()
  await put("1")
  const conditional = (IfMatch: string) => client.send(new DeleteObjectCommand({ ...target, IfMatch }))
  await expect(conditional('"other"')).rejects.toMatchObject({ name: "PreconditionFailed" })
  await remove()
  await expect(conditional("*")).rejects.toMatchObject({ name: "PreconditionFailed" })
})

it("says nothing of versions in a bucket without them", async () => {
  const { client, raw } = await start()
  const plain = { Bucket: BUCKET, Key: "a" }
  const { VersionId } = await client.send(new PutObjectCommand({ ...plain, Body: "1" }))
  expect(VersionId).toBeUndefined()
  expect((await client.send(new GetBucketVersioningCommand({ Bucket: BUCKET }))).Status).toBeUndefined()
  const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket: BUCKET }))
  expect(Versions).toMatchObject([{ Key: "a", VersionId: "null", IsLatest: true }])
  expect((await raw("GET", `/${BUCKET}/a?versionId=null`)).headers).not.toHaveProperty("x-amz-version-id")
  await expect(client.send(new GetObjectCommand({ ...plain, VersionId: UNKNOWN }))).rejects.toMatchObject({
    name: "NoSuchVersion",
  })
  await client.send(new DeleteObjectCommand({ ...plain, VersionId: "null" }))
  expect((await client.send(new ListObjectVersionsCommand({ Bucket: BUCKET }))).Versions).toBeUndefined()
})

it("keeps the versions of a bucket that stops making them, whose null version alone is replaced", async () => {
  const store = openStore()
  const before = await start({ store, versioning: false })
  await before.put("plain")
  const enabled = withCommands(await startS3({ store, folder: before.folder }), before.folder)
  const status = async ({ client }: Harness) =>
    (await client.send(new GetBucketVersioningCommand({ Bucket: VERSIONED_BUCKET }))).Status
  expect(await status(enabled)).toBe("Enabled")
  const version = await enabled.put("versioned")
  expect([await enabled.read("null"), await enabled.read()]).toEqual(["plain", "versioned"])
  const suspended = withCommands(await startS3({ store, folder: before.folder, versioning: false }), before.folder)
  expect(await status(suspended)).toBe("Suspended")
  expect(await suspended.put("null again")).toBe("null")
  expect([await suspended.read("null"), await suspended.read(version)]).toEqual(["null again", "versioned"])
  expect(await suspended.versions()).toEqual({ ids: ["null", version], markers: 0, latest: "null" })
  expect(await suspended.remove()).toMatchObject({ DeleteMarker: true, VersionId: "null" })
  expect(await suspended.versions()).toEqual({ ids: [version], markers: 1, latest: "null" })
  expect(readdirSync(before.folder)).toHaveLength(1)
  await suspended.put("over the marker")
  expect(await suspended.versions()).toEqual({ ids: ["null", version], markers: 0, latest: "null" })
})

it("keeps versions across instances, and forgets them on reset", async () => {
  const store = openStore()
  const first = await start({ store })
  const [old] = [await first.put("1"), await first.put("2"), await first.remove()]
  const second = withCommands(await startS3({ store, folder: first.folder }), first.folder)
  expect(await second.read(old)).toBe("1")
  await second.service.reset()
  expect(await second.versions()).toEqual({ ids: [], markers: 0, latest: undefined })
  expect(readdirSync(first.folder)).toHaveLength(0)
  expect(await second.put("3")).toMatch(VERSION)
})

it("counts a version as noncurrent since a delete marker came, not since what came after that", async () => {
  const clock = manualClock()
  const lifecycle = [{ noncurrentVersionExpiration: { noncurrentDays: 5 } }]
  const { put, remove, service, versions } = await start({ clock, lifecycle })
  await put("1")
  clock.advance(1000)
  await remove()
  clock.advance(4 * DAY)
  const latest = await put("2")
  await service.expireObjects(clock.now() + 3 * DAY)
  expect(await versions()).toEqual({ ids: [latest], markers: 1, latest })
  await service.expireObjects(clock.now() + 6 * DAY)
  expect(await versions()).toEqual({ ids: [latest], markers: 0, latest })
})

it("counts a delete marker as the latest again once what came after it is gone", async () => {
  const clock = manualClock()
  const lifecycle = [{ noncurrentVersionExpiration: { noncurrentDays: 5 } }]
  const { put, remove, service, versions } = await start({ clock, lifecycle })
  await put("1")
  const { VersionId: marker } = await remove()
  await remove(await put("2"))
  await service.expireObjects(clock.now() + 7 * DAY)
  expect(await versions()).toEqual({ ids: [], markers: 1, latest: marker })
})
