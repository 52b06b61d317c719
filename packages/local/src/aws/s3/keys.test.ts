import { DeleteObjectsCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { BUCKET, startS3 } from "./testing.ts"

const KEYS = [
  "with space",
  " leading and trailing ",
  "plus+and%2Bpercent%",
  "a...b..c.jpg",
  "../x",
  "../../etc/passwd",
  "./y",
  "/leading",
  "double//slash",
  "folder/",
  "emoji 📷🎞️.jpg",
  "ümläut/日本語",
  "quotes\"'<&>;?#@:=$,!*()[]",
  "line\nfeed\rreturn\ttab",
  "é".repeat(500),
  "k".repeat(1000),
]

it.each(KEYS)("takes the key %j as it is", async (Key) => {
  const { client, service, events } = await startS3()
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key }))
  const got = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key }))
  expect(await got.Body?.transformToString()).toBe(Key)
  const listed = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: Key.slice(0, 3) }))
  expect(listed.Contents?.map((object) => object.Key)).toEqual([Key])
  expect(events[0]?.detail.object.key).toBe(Key)
  const deleted = await client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects: [{ Key }] } }))
  expect(deleted.Deleted).toEqual([{ Key }])
  expect(await service.getObject(BUCKET, Key)).toBeUndefined()
})

it("never makes a path of a key", async () => {
  const folder = join(mkdtempSync(join(tmpdir(), "s3-keys-")), "bodies")
  onTestFinished(() => rmSync(dirname(folder), { recursive: true }))
  const { client } = await startS3({ folder })
  for (const Key of KEYS) await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "x" }))
  expect(readdirSync(dirname(folder))).toEqual(["bodies"])
  expect(readdirSync(folder).every((name) => /^[0-9a-f-]{36}\.body$/.test(name))).toBe(true)
})

it("keeps a plus in the path as a plus", async () => {
  const { raw, service } = await startS3()
  await raw("PUT", `/${BUCKET}/a+b`, { body: "x", headers: { "content-length": "1" } })
  expect(await service.getObject(BUCKET, "a+b")).toBeDefined()
})

it("refuses keys over 1024 bytes and paths that are not UTF-8", async () => {
  const { client, raw } = await startS3()
  const put = (Key: string) => client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "x" }))
  await expect(put("é".repeat(513))).rejects.toMatchObject({ name: "KeyTooLongError" })
  await put("é".repeat(512))
  expect((await raw("GET", `/${BUCKET}/%ff`)).body).toContain("<Code>InvalidURI</Code>")
})
