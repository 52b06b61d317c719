import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3"
import type { GetObjectCommandInput } from "@aws-sdk/client-s3"
import { expect, it } from "vitest"
import { BUCKET, startS3 } from "./testing.ts"

async function startWithObject() {
  const harness = await startS3()
  await harness.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "digits", Body: "0123456789" }))
  const get = async (input: Partial<GetObjectCommandInput>) => {
    const { Body, ContentRange } = await harness.client.send(
      new GetObjectCommand({ Bucket: BUCKET, Key: "digits", ...input }),
    )
    return { text: (await Body?.transformToString()) ?? "", range: ContentRange }
  }
  return { ...harness, get }
}

it.each([
  ["bytes=0-0", "0", "bytes 0-0/10"],
  ["bytes=2-4", "234", "bytes 2-4/10"],
  ["bytes=7-", "789", "bytes 7-9/10"],
  ["bytes=8-99", "89", "bytes 8-9/10"],
  ["bytes=-3", "789", "bytes 7-9/10"],
  ["bytes=-99", "0123456789", "bytes 0-9/10"],
  ["bytes=4-2", "0123456789", undefined],
  ["bytes=0-1,4-5", "0123456789", undefined],
  ["lines=1-2", "0123456789", undefined],
])("reads the range %s", async (Range, text, range) => {
  const { get } = await startWithObject()
  expect(await get({ Range })).toEqual({ text, range })
})

it("refuses a range past the end, and says how long the object is", async () => {
  const { get, raw } = await startWithObject()
  await expect(get({ Range: "bytes=10-" })).rejects.toMatchObject({ name: "InvalidRange" })
  const { status, headers, body } = await raw("GET", `/${BUCKET}/digits`, { headers: { range: "bytes=-0" } })
  expect(status).toBe(416)
  expect(headers["content-range"]).toBe("bytes */10")
  expect(body).toContain("<RangeRequested>bytes=-0</RangeRequested><ActualObjectSize>10</ActualObjectSize>")
})

it("answers a range in HEAD, and ignores one for another version in If-Range", async () => {
  const { client, raw } = await startWithObject()
  const head = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "digits", Range: "bytes=1-2" }))
  expect(head.ContentLength).toBe(2)
  const get = (ifRange: string) =>
    raw("GET", `/${BUCKET}/digits`, { headers: { range: "bytes=1-2", "if-range": ifRange } })
  expect(await get(head.ETag ?? "")).toMatchObject({ status: 206, body: "12" })
  expect(await get('"other"')).toMatchObject({ status: 200, body: "0123456789" })
})

it("reads on a condition", async () => {
  const { get, client, raw } = await startWithObject()
  const { ETag = "", LastModified = new Date() } = await client.send(
    new HeadObjectCommand({ Bucket: BUCKET, Key: "digits" }),
  )
  const before = new Date(LastModified.getTime() - 1000)
  await get({ IfMatch: ETag, IfUnmodifiedSince: before })
  await get({ IfUnmodifiedSince: LastModified })
  await get({ IfNoneMatch: '"other"', IfModifiedSince: LastModified })
  await get({ IfModifiedSince: before })
  await expect(get({ IfMatch: '"other"' })).rejects.toMatchObject({ name: "PreconditionFailed" })
  await expect(get({ IfUnmodifiedSince: before })).rejects.toMatchObject({ name: "PreconditionFailed" })
  await expect(get({ IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } })
  await expect(get({ IfModifiedSince: LastModified })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } })
  const notModified = await raw("GET", `/${BUCKET}/digits`, { headers: { "if-none-match": ETag } })
  expect(notModified).toMatchObject({ status: 304, body: "" })
  expect(notModified.headers.etag).toBe(ETag)
})

it("overrides response headers", async () => {
  const { client, raw } = await startWithObject()
  const input = {
    Bucket: BUCKET,
    Key: "digits",
    ResponseContentType: "text/html",
    ResponseContentDisposition: 'attachment; filename="ä.jpg"',
  }
  const got = await client.send(new GetObjectCommand(input))
  expect(got.ContentType).toBe("text/html")
  expect(got.ContentDisposition).toBe('attachment; filename="ä.jpg"')
  const evil = await raw("GET", `/${BUCKET}/digits?response-content-type=a%0d%0ab:c`)
  expect(evil).toMatchObject({ status: 400, body: expect.stringContaining("ISO-8859-1") as string })
})

it("gives each reader one whole version while others overwrite and delete", async () => {
  const { client, raw } = await startS3()
  const size = 2_000_000
  const put = (digit: number) =>
    client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: Buffer.alloc(size, String(digit)) }))
  await put(0)
  const writes = (async () => {
    for (let round = 1; round < 10; round++) {
      await put(round)
      if (round % 3 === 0) await raw("DELETE", `/${BUCKET}/a`)
    }
    await put(9)
  })()
  const reads = Array.from({ length: 24 }, async () => {
    const { status, body } = await raw("GET", `/${BUCKET}/a`)
    return status === 404 || (status === 200 && body === body.charAt(0).repeat(size))
  })
  expect(await Promise.all(reads)).toEqual(reads.map(() => true))
  await writes
})

it("keeps a reader's version readable after the object is gone", async () => {
  const { client, raw } = await startS3()
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: Buffer.alloc(8_000_000, "x") }))
  const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "a" }))
  await raw("DELETE", `/${BUCKET}/a`)
  expect(await Body?.transformToString()).toHaveLength(8_000_000)
})
