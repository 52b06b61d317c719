import { ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3"
import type { ListObjectsV2CommandInput, S3Client } from "@aws-sdk/client-s3"
import { expect, it } from "vitest"
import { BUCKET, startS3 } from "./testing.ts"

async function startWithKeys(keys: readonly string[]) {
  const harness = await startS3()
  for (const Key of keys) await harness.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "x" }))
  return { ...harness, list: (input: Partial<ListObjectsV2CommandInput> = {}) => list(harness.client, input) }
}

async function list(client: S3Client, input: Partial<ListObjectsV2CommandInput>) {
  const page = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, ...input }))
  const keys = page.Contents?.map(({ Key }) => Key) ?? []
  return {
    keys,
    prefixes: page.CommonPrefixes?.map(({ Prefix }) => Prefix) ?? [],
    next: page.NextContinuationToken,
    page,
  }
}

it("lists in the order of UTF-8 bytes", async () => {
  const keys = ["A", "Z", "a", "a!", "a/b", "aa", "é", "\uffee", "😀"]
  const { list } = await startWithKeys(keys.toReversed())
  const { keys: listed, page } = await list()
  expect(listed).toEqual(keys)
  expect(page).toMatchObject({ KeyCount: 9, MaxKeys: 1000, IsTruncated: false, Name: BUCKET })
  expect(page.Contents?.[0]).toMatchObject({
    Size: 1,
    StorageClass: "STANDARD",
    ETag: '"9dd4e461268c8034f5c8564e155c67a6"',
  })
})

const TREE = [
  "a.txt",
  "photos/2025/1.jpg",
  "photos/2025/2.jpg",
  "photos/2026/1.jpg",
  "photos/x.jpg",
  "photos0",
  "😀/1",
  "😀/2",
]

it("groups by delimiter", async () => {
  const { list } = await startWithKeys(TREE)
  expect(await list({ Delimiter: "/" })).toMatchObject({
    keys: ["a.txt", "photos0"],
    prefixes: ["photos/", "😀/"],
    page: { KeyCount: 4 },
  })
  const inside = await list({ Delimiter: "/", Prefix: "photos/" })
  expect(inside).toMatchObject({ keys: ["photos/x.jpg"], prefixes: ["photos/2025/", "photos/2026/"] })
  expect((await list({ Prefix: "photos" })).keys).toHaveLength(5)
  expect((await list({ Delimiter: "jpg", Prefix: "photos/2" })).prefixes).toEqual([
    "photos/2025/1.jpg",
    "photos/2025/2.jpg",
    "photos/2026/1.jpg",
  ])
  expect((await list({ Prefix: "nothing" })).page.KeyCount).toBe(0)
})

it.each([1, 2, 3])("pages by %i", async (MaxKeys) => {
  const { list } = await startWithKeys(TREE)
  const seen: unknown[] = []
  let token: string | undefined
  do {
    const { keys, prefixes, next, page } = await list({
      MaxKeys,
      Delimiter: "/",
      ...(token ? { ContinuationToken: token } : {}),
    })
    seen.push(...keys, ...prefixes)
    expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys)
    expect(page.IsTruncated).toBe(next !== undefined)
    token = next
  } while (token)
  expect(new Set(seen)).toEqual(new Set(["a.txt", "photos/", "photos0", "😀/"]))
  expect(seen).toHaveLength(4)
})

it("starts after a key, caps the page at a thousand, and lists nothing for zero", async () => {
  const { list } = await startWithKeys(TREE)
  expect((await list({ StartAfter: "photos/x.jpg" })).keys).toEqual(["photos0", "😀/1", "😀/2"])
  expect((await list({ MaxKeys: 5000 })).page.MaxKeys).toBe(1000)
  expect((await list({ MaxKeys: 0 })).page).toMatchObject({ KeyCount: 0, IsTruncated: false })
  await expect(list({ ContinuationToken: "nonsense" })).rejects.toMatchObject({ name: "InvalidArgument" })
})

it("encodes keys where it is asked to, and tells the owner", async () => {
  const { list } = await startWithKeys(["a b/ü+(1).jpg"])
  const { page } = await list({ EncodingType: "url", FetchOwner: true, Prefix: "a " })
  expect(page).toMatchObject({ Prefix: "a+", EncodingType: "url" })
  expect(page.Contents?.[0]).toMatchObject({ Key: "a+b/%C3%BC%2B%281%29.jpg", Owner: { ID: "123456789012" } })
})
