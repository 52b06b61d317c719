import { DeleteObjectCommand, HeadObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from "@aws-sdk/client-s3"
import { expect, it } from "vitest"
import { manualClock } from "../../clock.ts"
import { startS3, VERSIONED_BUCKET } from "./testing.ts"
import type { LifecycleRule } from "./types.ts"

const DAY = 24 * 3600 * 1000
const START = Date.UTC(2026, 0, 15, 10, 30)
const target = { Bucket: VERSIONED_BUCKET, Key: "a" }

async function startWith(lifecycle: readonly LifecycleRule[]) {
  const clock = manualClock(START)
  const s3 = await startS3({ clock, lifecycle })
  const put = async (Body = "x", Key = "a") =>
    (await s3.client.send(new PutObjectCommand({ ...target, Key, Body }))).VersionId
  const remove = async () => (await s3.client.send(new DeleteObjectCommand(target))).VersionId
  const versions = async () => {
    const { Versions = [], DeleteMarkers = [] } = await s3.client.send(
      new ListObjectVersionsCommand({ Bucket: VERSIONED_BUCKET }),
    )
    return [...Versions, ...DeleteMarkers].map(({ VersionId }) => VersionId)
  }
  const deletions = () =>
    s3.events
      .filter(({ type }) => type === "Object Deleted")
      .map(({ detail }) => [detail.reason, detail["deletion-type"], detail.object["version-id"]])
  return { ...s3, clock, put, remove, versions, deletions }
}

it("makes a delete marker of what expires, and leaves its version", async () => {
  const { put, service, versions, deletions } = await startWith([{ expiration: { days: 1 } }])
  const version = await put()
  expect(await service.expireObjects(START + 2 * DAY)).toEqual({ expired: 1, transitioned: 0, aborted: 0 })
  const [, marker] = await versions()
  expect(await versions()).toEqual([version, marker])
  expect(deletions()).toEqual([["Lifecycle Expiration", "Delete Marker Created", marker]])
  expect(await service.expireObjects(START + 2 * DAY)).toMatchObject({ expired: 0 })
})

it("deletes versions some days after the next one came", async () => {
  const { clock, put, service, versions, deletions } = await startWith([
    { noncurrentVersionExpiration: { noncurrentDays: 2 } },
  ])
  const first = await put()
  clock.advance(30 * DAY)
  const second = await put()
  expect(await service.expireObjects(clock.now() + DAY)).toMatchObject({ expired: 0 })
  expect(await service.expireObjects(clock.now() + 3 * DAY)).toMatchObject({ expired: 1 })
  expect(await versions()).toEqual([second])
  expect(deletions()).toEqual([["Lifecycle Expiration", "Permanently Deleted", first]])
})

it("leaves as many newer noncurrent versions as the rule says", async () => {
  const { put, service, versions } = await startWith([
    { noncurrentVersionExpiration: { noncurrentDays: 1, newerNoncurrentVersions: 2 } },
  ])
  const all = [await put(), await put(), await put(), await put(), await put()]
  expect(await service.expireObjects(START + 3 * DAY)).toMatchObject({ expired: 2 })
  expect(await versions()).toEqual(all.slice(2).toReversed())
})

it.each<[string, LifecycleRule]>([
  ["a rule about them", { expiration: { expiredObjectDeleteMarker: true } }],
  ["a rule by age", { expiration: { days: 1 } }],
])("removes delete markers that no version is behind by %s", async (_, rule) => {
  const noncurrentVersionExpiration = { noncurrentDays: 1 }
  const { put, remove, service, versions, deletions } = await startWith([{ ...rule, noncurrentVersionExpiration }])
  const version = await put()
  const marker = await remove()
  expect(await service.expireObjects(START)).toMatchObject({ expired: 0 })
  expect(await service.expireObjects(START + 3 * DAY)).toMatchObject({ expired: 2 })
  expect(await versions()).toEqual([])
  expect(deletions().slice(1)).toEqual([
    ["Lifecycle Expiration", "Permanently Deleted", version],
    ["Lifecycle Expiration", "Permanently Deleted", marker],
  ])
})

it("moves noncurrent versions to colder classes", async () => {
  const { client, put, service, events } = await startWith([
    { noncurrentVersionTransitions: [{ noncurrentDays: 1, storageClass: "GLACIER" }] },
  ])
  const large = "x".repeat(128 * 1024)
  const VersionId = await put(large)
  await put(large)
  expect(await service.expireObjects(START + 3 * DAY)).toEqual({ expired: 0, transitioned: 1, aborted: 0 })
  const classOf = async (version?: string) =>
    (await client.send(new HeadObjectCommand({ ...target, VersionId: version }))).StorageClass
  expect([await classOf(VersionId), await classOf()]).toEqual(["GLACIER", undefined])
  expect(events.at(-1)).toMatchObject({
    type: "Object Storage Class Changed",
    detail: { "destination-storage-class": "GLACIER", object: { "version-id": VersionId, size: 128 * 1024 } },
  })
})
