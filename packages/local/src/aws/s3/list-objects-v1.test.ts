import { ListObjectsCommand, PutObjectCommand } from "@aws-sdk/client-s3"
import type { ListObjectsCommandInput } from "@aws-sdk/client-s3"
import { expect, it } from "vitest"
import { BUCKET, startS3 } from "./testing.ts"

async function startWithKeys(keys: readonly string[]) {
  const { client } = await startS3()
  for (const Key of keys) await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "x" }))
  return async (input: Partial<ListObjectsCommandInput> = {}) => {
    const page = await client.send(new ListObjectsCommand({ Bucket: BUCKET, ...input }))
    const prefixes = page.CommonPrefixes?.map(({ Prefix }) => Prefix) ?? []
    return { entries: [...prefixes, ...(page.Contents?.map(({ Key }) => Key) ?? [])], page }
  }
}

const KEYS = ["a", "b/1", "b/2", "c/1", "d", "ü 🌅"]

it("lists all with their owner", async () => {
  const list = await startWithKeys(KEYS)
  const { entries, page } = await list({ EncodingType: "url" })
  expect(entries.map((key) => decodeURIComponent((key ?? "").replaceAll("+", " ")))).toEqual(KEYS)
  expect(page).toMatchObject({ IsTruncated: false, MaxKeys: 1000, Marker: "" })
  expect(page.Contents?.[0]).toMatchObject({ Size: 1, Owner: { ID: "123456789012" } })
})

it("goes from page to page by the last key, or NextMarker where there is a delimiter", async () => {
  const list = await startWithKeys(KEYS)
  const first = await list({ MaxKeys: 2 })
  expect(first).toMatchObject({ entries: ["a", "b/1"], page: { IsTruncated: true } })
  expect(first.page.NextMarker).toBeUndefined()
  expect((await list({ MaxKeys: 2, Marker: "b/1" })).entries).toEqual(["b/2", "c/1"])
  const seen: unknown[] = []
  for (let Marker: string | undefined = ""; Marker !== undefined;) {
    const { entries, page }: Awaited<ReturnType<typeof list>> = await list({ Delimiter: "/", MaxKeys: 1, Marker })
    seen.push(...entries)
    Marker = page.NextMarker
  }
  expect(seen).toEqual(["a", "b/", "c/", "d", "ü 🌅"])
})

it("keeps to the prefix", async () => {
  const list = await startWithKeys(KEYS)
  expect((await list({ Prefix: "b/" })).entries).toEqual(["b/1", "b/2"])
  expect((await list({ Prefix: "b/", Marker: "b/1" })).entries).toEqual(["b/2"])
  expect((await list({ MaxKeys: 0 })).page.IsTruncated).toBe(false)
})
