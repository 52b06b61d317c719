import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3"
import type { ListObjectVersionsCommandInput, ListObjectVersionsCommandOutput } from "@aws-sdk/client-s3"
import { expect, it } from "vitest"
import { startS3, VERSIONED_BUCKET } from "./testing.ts"

const Bucket = VERSIONED_BUCKET

async function startWith(keys: readonly string[]) {
  const harness = await startS3()
  const { client } = harness
  const list = (input: Partial<ListObjectVersionsCommandInput> = {}) =>
    client.send(new ListObjectVersionsCommand({ Bucket, ...input }))
  for (const Key of keys) await client.send(new PutObjectCommand({ Bucket, Key, Body: "x" }))
  return { ...harness, list }
}

const keysOf = ({ Versions = [], CommonPrefixes = [] }: ListObjectVersionsCommandOutput) => [
  ...Versions.map(({ Key }) => Key),
  ...CommonPrefixes.map(({ Prefix }) => Prefix),
]

it("lists by key and the latest first, with what each one is", async () => {
  const { client, list } = await startWith(["b", "a", "b", "ß &"])
  await client.send(new DeleteObjectCommand({ Bucket, Key: "a" }))
  const { Versions, DeleteMarkers, IsTruncated } = await list()
  expect(Versions).toMatchObject([
    { Key: "a", IsLatest: false, Size: 1, ETag: '"9dd4e461268c8034f5c8564e155c67a6"', StorageClass: "STANDARD" },
    { Key: "b", IsLatest: true, Owner: { ID: "123456789012" } },
    { Key: "b", IsLatest: false },
    { Key: "ß &", IsLatest: true },
  ])
  expect(DeleteMarkers).toMatchObject([{ Key: "a", IsLatest: true }])
  expect(DeleteMarkers?.[0]?.LastModified).toBeInstanceOf(Date)
  expect(IsTruncated).toBe(false)
})

it.each([1, 2, 3, 4])("gives all in pages of %i", async (MaxKeys) => {
  const { client, list } = await startWith(["a", "b", "b", "b", "c"])
  await client.send(new DeleteObjectCommand({ Bucket, Key: "b" }))
  const { Versions = [], DeleteMarkers = [] } = await list()
  const ids = new Set<string | undefined>()
  let page: ListObjectVersionsCommandOutput | undefined
  let pages = 0
  do {
    page = await list({ MaxKeys, KeyMarker: page?.NextKeyMarker, VersionIdMarker: page?.NextVersionIdMarker })
    for (const { VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      expect(ids).not.toContain(VersionId)
      ids.add(VersionId)
    }
    pages++
  } while (page.IsTruncated)
  expect(ids).toEqual(new Set([...Versions, ...DeleteMarkers].map(({ VersionId }) => VersionId)))
  expect(pages).toBe(Math.ceil(6 / MaxKeys))
})

it("selects by prefix and folds by delimiter, a marker standing for all of its prefix", async () => {
  const { list } = await startWith(["p/a/1", "p/a/1", "p/a/2", "p/b", "p/c/1", "q"])
  const folded = { Prefix: "p/", Delimiter: "/" }
  expect(keysOf(await list(folded))).toEqual(["p/b", "p/a/", "p/c/"])
  const first = await list({ ...folded, MaxKeys: 1 })
  expect([keysOf(first), first.NextKeyMarker, first.NextVersionIdMarker]).toEqual([["p/a/"], "p/a/", undefined])
  const second = await list({ ...folded, MaxKeys: 1, KeyMarker: first.NextKeyMarker })
  expect(keysOf(second)).toEqual(["p/b"])
  const rest = await list({ ...folded, KeyMarker: second.NextKeyMarker, VersionIdMarker: second.NextVersionIdMarker })
  expect(keysOf(rest)).toEqual(["p/c/"])
  expect(keysOf(await list({ KeyMarker: "p/c/1" }))).toEqual(["q"])
})

it("lists what is left of a key when each page is deleted before the next", async () => {
  const { client, list } = await startWith(["a", "a", "a", "b"])
  const first = await list({ MaxKeys: 2 })
  const Objects = (first.Versions ?? []).map(({ Key, VersionId }) => ({ Key, VersionId }))
  await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
  const next = await list({ KeyMarker: first.NextKeyMarker, VersionIdMarker: first.NextVersionIdMarker })
  expect(keysOf(next)).toEqual(["a", "b"])
})

it("refuses a version's marker without the key's, and lists nothing where nothing is asked for", async () => {
  const { list } = await startWith(["a"])
  await expect(list({ VersionIdMarker: "x".repeat(32) })).rejects.toMatchObject({ name: "InvalidArgument" })
  await expect(list({ KeyMarker: "a", VersionIdMarker: "nonsense" })).rejects.toMatchObject({ name: "InvalidArgument" })
  expect(await list({ MaxKeys: 0 })).toMatchObject({ IsTruncated: false })
  expect((await list({ MaxKeys: 0 })).Versions).toBeUndefined()
})
