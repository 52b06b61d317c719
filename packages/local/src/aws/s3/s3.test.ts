import {
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  GetBucketAclCommand,
  PutObjectAclCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3"
import { once } from "node:events"
import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs"
import http from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished, vi } from "vitest"
import { openStore } from "../../store.ts"
import { BUCKET, QUIET_BUCKET, startS3, VERSIONED_BUCKET } from "./testing.ts"

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "s3-test-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

it("stores an object with its headers and metadata, and gives it back", async () => {
  const { client } = await startS3()
  const described = {
    ContentType: "image/jpeg",
    CacheControl: "max-age=60",
    ContentDisposition: 'attachment; filename="a.jpg"',
    ContentEncoding: "gzip",
    ContentLanguage: "de",
    Metadata: { owner: "anna", "taken-with": "x100" },
    StorageClass: "STANDARD_IA",
  } as const
  const put = await client.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: "a.jpg", Body: "hello", Tagging: "a=1&b=2", ...described }),
  )
  const got = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "a.jpg" }))
  expect(put.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"')
  expect(got).toMatchObject({ ...described, ETag: put.ETag, ContentLength: 5, AcceptRanges: "bytes", TagCount: 2 })
  expect(await got.Body?.transformToString()).toBe("hello")
  expect(got.$metadata.requestId).toMatch(/^[0-9A-V]{16}$/)
  const head = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "a.jpg" }))
  expect(head).toMatchObject({ ...described, ETag: put.ETag, ContentLength: 5, LastModified: got.LastModified })
})

it("stores an empty object", async () => {
  const { client } = await startS3()
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "empty", Body: "", ContentLength: 0 }))
  const got = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "empty" }))
  expect(await got.Body?.transformToString()).toBe("")
  expect(got).toMatchObject({ ContentLength: 0, ContentType: "application/octet-stream" })
})

it("sends metadata that is not ASCII in RFC 2047's form", async () => {
  const { raw } = await startS3()
  await raw("PUT", `/${BUCKET}/a`, {
    headers: { "x-amz-meta-name": Buffer.from("Zoë").toString("latin1"), "content-length": "0" },
  })
  const { headers } = await raw("HEAD", `/${BUCKET}/a`)
  const encoded = Buffer.from(Buffer.from("Zoë").toString("latin1")).toString("base64")
  expect(headers["x-amz-meta-name"]).toBe(`=?UTF-8?B?${encoded}?=`)
  expect(headers["content-type"]).toBe("binary/octet-stream")
})

it("refuses more than 2 KB of metadata", async () => {
  const { client } = await startS3()
  const put = new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "x", Metadata: { a: "x".repeat(2048) } })
  await expect(client.send(put)).rejects.toMatchObject({ name: "MetadataTooLarge" })
})

it("answers for keys and buckets that are not there as S3 does", async () => {
  const { client, raw } = await startS3()
  await expect(client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "no" }))).rejects.toMatchObject({
    name: "NoSuchKey",
  })
  await expect(client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "no" }))).rejects.toMatchObject({
    name: "NotFound",
  })
  await expect(client.send(new GetObjectCommand({ Bucket: "no", Key: "no" }))).rejects.toMatchObject({
    name: "NoSuchBucket",
  })
  await expect(client.send(new HeadBucketCommand({ Bucket: "no" }))).rejects.toMatchObject({ name: "NotFound" })
  const { status, headers, body } = await raw("GET", `/${BUCKET}/a%20%26`)
  expect(status).toBe(404)
  expect(headers["content-type"]).toBe("application/xml")
  expect(body).toContain("<Error><Code>NoSuchKey</Code>")
  expect(body).toContain(
    `<Key>a &amp;</Key><Resource>/${BUCKET}/a%20%26</Resource><RequestId>${String(headers["x-amz-request-id"])}</RequestId>`,
  )
})

it("lists its buckets and tells where they are", async () => {
  const { client } = await startS3()
  const { Buckets } = await client.send(new ListBucketsCommand())
  expect(Buckets?.map(({ Name }) => Name)).toEqual([BUCKET, QUIET_BUCKET, VERSIONED_BUCKET])
  expect(await client.send(new HeadBucketCommand({ Bucket: BUCKET }))).toMatchObject({ BucketRegion: "us-east-1" })
  const location = await client.send(new GetBucketLocationCommand({ Bucket: BUCKET }))
  expect(location.LocationConstraint || undefined).toBeUndefined()
})

it("names an operation that it does not support", async () => {
  const { client, raw } = await startS3()
  const unsupported = { name: "NotImplemented", $metadata: { httpStatusCode: 501 } }
  await expect(client.send(new GetBucketAclCommand({ Bucket: BUCKET }))).rejects.toMatchObject({
    ...unsupported,
    message: "The offline engine does not support s3:GetBucketAcl (GET ?acl)",
  })
  await expect(
    client.send(new PutObjectAclCommand({ Bucket: BUCKET, Key: "a", ACL: "private" })),
  ).rejects.toMatchObject(unsupported)
  expect((await raw("GET", `/${BUCKET}?website`)).body).toContain("s3:GetBucketWebsite (GET ?website)")
  expect((await raw("PUT", `/${BUCKET}`)).body).toContain("s3:CreateBucket (PUT)")
  expect((await raw("GET", `/${BUCKET}/a?partNumber=1`)).body).toContain("?partNumber")
})

it("tells the operations that it supports, by AWS's names", async () => {
  const { service } = await startS3()
  expect(service.operations).toEqual(service.operations.toSorted())
  expect(service.operations).toEqual(
    expect.arrayContaining(["CopyObject", "DeleteObjects", "ListObjectVersions", "PutObject", "RestoreObject"]),
  )
  expect(service.operations).not.toContain("GetBucketAcl")
})

it("goes on with the objects of a state folder from before there were versions", async () => {
  const folder = temporaryFolder()
  const store = openStore()
  const body = crypto.randomUUID()
  writeFileSync(join(folder, `${body}.body`), "old")
  store.exec(`
    CREATE TABLE s3_objects (
      bucket TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, size INTEGER NOT NULL, md5 TEXT NOT NULL,
      etag TEXT NOT NULL, modified INTEGER NOT NULL, checksum_algorithm TEXT NOT NULL, checksum TEXT NOT NULL,
      checksum_type TEXT NOT NULL, headers TEXT NOT NULL, tags TEXT NOT NULL, PRIMARY KEY (bucket, key)
    ) WITHOUT ROWID`)
  const insert = store.prepare(
    "INSERT INTO s3_objects VALUES (?, 'a', ?, 3, 'm', 'e', 0, 'CRC32', 'P13U5Q==', ?, ?, ?)",
  )
  for (const bucket of [BUCKET, VERSIONED_BUCKET]) {
    insert.run(bucket, body, "FULL_OBJECT", '{"content-type":"text/plain"}', '{"of":"old"}')
  }
  for (let start = 0; start < 2; start++) {
    const { client } = await startS3({ folder, store })
    const got = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "a" }))
    expect(await got.Body?.transformToString()).toBe("old")
    expect(got).toMatchObject({ ContentType: "text/plain", ETag: '"e"', TagCount: 1 })
    await client.send(new PutObjectCommand({ Bucket: VERSIONED_BUCKET, Key: "a", Body: "new" }))
    const old = await client.send(new GetObjectCommand({ Bucket: VERSIONED_BUCKET, Key: "a", VersionId: "null" }))
    expect(await old.Body?.transformToString()).toBe("old")
  }
})

it("refuses headers whose meaning it does not honour", async () => {
  const { client } = await startS3()
  const put = { Bucket: BUCKET, Key: "a", Body: "x" }
  await expect(client.send(new PutObjectCommand({ ...put, WebsiteRedirectLocation: "/b" }))).rejects.toMatchObject({
    name: "NotImplemented",
  })
  await expect(client.send(new PutObjectCommand({ ...put, ServerSideEncryption: "aws:kms" }))).rejects.toMatchObject({
    name: "NotImplemented",
  })
  await expect(client.send(new PutObjectCommand({ ...put, ACL: "public-read" }))).rejects.toMatchObject({
    name: "AccessControlListNotSupported",
  })
  await expect(client.send(new PutObjectCommand({ ...put, ExpectedBucketOwner: "1" }))).rejects.toMatchObject({
    name: "AccessDenied",
  })
})

it("writes on a condition", async () => {
  const { client } = await startS3()
  const put = { Bucket: BUCKET, Key: "a" }
  const { ETag = "" } = await client.send(new PutObjectCommand({ ...put, Body: "1", IfNoneMatch: "*" }))
  await expect(client.send(new PutObjectCommand({ ...put, Body: "2", IfNoneMatch: "*" }))).rejects.toMatchObject({
    name: "PreconditionFailed",
  })
  await expect(client.send(new PutObjectCommand({ ...put, Body: "2", IfMatch: '"no"' }))).rejects.toMatchObject({
    name: "PreconditionFailed",
  })
  await expect(client.send(new PutObjectCommand({ ...put, Key: "b", Body: "2", IfMatch: ETag }))).rejects.toMatchObject(
    { name: "NoSuchKey" },
  )
  await client.send(new PutObjectCommand({ ...put, Body: "2", IfMatch: ETag }))
})

it("lets one of many conditional writers win", async () => {
  const { client } = await startS3()
  const writes = Array.from({ length: 8 }, (_, index) =>
    client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: `${index}`, IfNoneMatch: "*" })),
  )
  const results = await Promise.allSettled(writes)
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
})

it("keeps objects across instances, and sweeps away what a crash left", async () => {
  const folder = temporaryFolder()
  const store = openStore()
  const first = await startS3({ folder, store })
  await first.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "kept" }))
  const orphans = [`${crypto.randomUUID()}.body`, `${crypto.randomUUID()}.incoming`]
  for (const name of [...orphans, "notes.txt"]) writeFileSync(join(folder, name), "x")
  const second = await startS3({ folder, store })
  expect(String((await second.service.getObject(BUCKET, "a"))?.body)).toBe("kept")
  const names = readdirSync(folder)
  expect(names).toHaveLength(2)
  expect(names).toContain("notes.txt")
})

it("unlinks bodies that are overwritten or deleted, and forgets all on reset", async () => {
  const folder = temporaryFolder()
  const { client, service } = await startS3({ folder })
  for (const Body of ["1", "2"]) await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body }))
  expect(readdirSync(folder)).toHaveLength(1)
  await service.reset()
  expect(readdirSync(folder)).toHaveLength(0)
  expect(await service.getObject(BUCKET, "a")).toBeUndefined()
})

it("leaves nothing of an upload that breaks off, and of a download closes the file", async () => {
  const folder = temporaryFolder()
  const { client, url, service } = await startS3({ folder })
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: Buffer.alloc(20_000_000, "x") }))
  const headers = { authorization: "Credential=local/20260101/us-east-1/s3/aws4_request" }
  const upload = http.request(`${url}/${BUCKET}/a`, {
    method: "PUT",
    headers: { ...headers, "content-length": 1_000_000 },
  })
  upload.on("error", () => {})
  upload.write(Buffer.alloc(600_000))
  await vi.waitFor(() => expect(readdirSync(folder)).toHaveLength(2))
  upload.destroy()
  await vi.waitFor(() => expect(readdirSync(folder)).toHaveLength(1))
  const download = http.get(`${url}/${BUCKET}/a`, { headers }, (response) =>
    response.once("data", () => download.destroy()),
  )
  await once(download, "close")
  await vi.waitFor(() => expect(openFilesIn(folder)).toEqual([]))
  expect((await service.getObject(BUCKET, "a"))?.size).toBe(20_000_000)
})

/** Only Linux tells; elsewhere it is empty. */
function openFilesIn(folder: string): string[] {
  if (!existsSync("/proc/self/fd")) return []
  const targets = readdirSync("/proc/self/fd").map((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`)
    } catch {
      return ""
    }
  })
  return targets.filter((target) => target.startsWith(folder))
}

it("reads an object in process", async () => {
  const { client, service } = await startS3()
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "hi", ContentType: "text/plain" }))
  const content = await service.getObject(BUCKET, "a")
  expect(content).toMatchObject({ size: 2, contentType: "text/plain", etag: "49f68a5c8493ec2c0bf489821c21fc3b" })
  expect(String(content?.body)).toBe("hi")
  expect(await service.getObject("no", "a")).toBeUndefined()
})
