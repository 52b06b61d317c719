import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  RestoreObjectCommand,
} from "@aws-sdk/client-s3"
import { createHash } from "node:crypto"
import { expect } from "vitest"
import { type Cases, type Clients, receivedJson } from "./clients.ts"
import { postForm } from "./post-form.ts"

const HOUR = 3_600_000
/** Of `hello`. */
const ETag = '"5d41402abc4b2a76b9719d911017c592"'

const at = (Key: string, Bucket = "plain") => ({ Bucket, Key })

type Target = ReturnType<typeof at>

const put = ({ s3 }: Clients, target: Target, others: Partial<PutObjectCommandInput> = {}) =>
  s3.send(new PutObjectCommand({ ...target, Body: "hello", ...others }))

const read = async ({ s3 }: Clients, input: GetObjectCommandInput) => {
  const got = await s3.send(new GetObjectCommand(input))
  return { ...got, text: await got.Body?.transformToString() }
}

const head = ({ s3 }: Clients, target: Target) => s3.send(new HeadObjectCommand(target))

const tags = async ({ s3 }: Clients, target: Target) => (await s3.send(new GetObjectTaggingCommand(target))).TagSet

const NO_KEY = { name: "NoSuchKey", $metadata: { httpStatusCode: 404 } }
const ARCHIVED = { name: "InvalidObjectState", StorageClass: "GLACIER" }

export const s3ObjectCases: Cases = {
  async PutObject(clients) {
    const target = at("told/put.txt")
    const ChecksumSHA256 = createHash("sha256").update("hello").digest("base64")
    const created = await put(clients, target, { ChecksumSHA256, IfNoneMatch: "*" })
    expect(created).toMatchObject({ ETag, ChecksumSHA256 })
    await expect(put(clients, target, { IfNoneMatch: "*" })).rejects.toMatchObject({ name: "PreconditionFailed" })
    expect((await read(clients, target)).text).toBe("hello")
    expect(await receivedJson(clients, "notifications")).toMatchObject({
      Records: [{ eventName: "ObjectCreated:Put", s3: { object: { key: target.Key, size: 5 } } }],
    })
  },
  async GetObject(clients) {
    const target = at("get.txt")
    await put(clients, target, { ContentType: "text/plain", Metadata: { by: "test" } })
    const part = await read(clients, { ...target, Range: "bytes=1-3", ResponseContentType: "text/html" })
    expect(part).toMatchObject({
      text: "ell",
      ContentRange: "bytes 1-3/5",
      ContentLength: 3,
      ContentType: "text/html",
      Metadata: { by: "test" },
      $metadata: { httpStatusCode: 206 },
    })
    await expect(read(clients, at("none"))).rejects.toMatchObject(NO_KEY)
  },
  async HeadObject(clients) {
    const target = at("head.txt")
    await put(clients, target, { CacheControl: "max-age=60" })
    expect(await head(clients, target)).toMatchObject({ ContentLength: 5, ETag, CacheControl: "max-age=60" })
    await expect(head(clients, at("none"))).rejects.toMatchObject({ name: "NotFound" })
  },
  async GetObjectAttributes(clients) {
    const target = at("attributes.txt")
    await put(clients, target, { ChecksumAlgorithm: "SHA256" })
    const ObjectAttributes = ["ETag", "ObjectSize", "Checksum", "StorageClass"] as const
    const get = new GetObjectAttributesCommand({ ...target, ObjectAttributes: [...ObjectAttributes] })
    expect(await clients.s3.send(get)).toMatchObject({
      ETag: ETag.replaceAll('"', ""),
      ObjectSize: 5,
      Checksum: { ChecksumSHA256: createHash("sha256").update("hello").digest("base64") },
      StorageClass: "STANDARD",
    })
  },
  async CopyObject(clients) {
    await put(clients, at("copy from ü.txt"), { Metadata: { by: "test" }, ContentType: "text/plain" })
    const CopySource = `plain/${encodeURIComponent("copy from ü.txt")}`
    const copy = new CopyObjectCommand({ ...at("copied.txt", "versioned"), CopySource })
    expect((await clients.s3.send(copy)).CopyObjectResult?.ETag).toBe(ETag)
    expect(await read(clients, at("copied.txt", "versioned"))).toMatchObject({
      text: "hello",
      ContentType: "text/plain",
      Metadata: { by: "test" },
    })
  },
  async DeleteObject(clients) {
    const target = at("delete.txt", "versioned")
    const { VersionId } = await put(clients, target)
    const marker = await clients.s3.send(new DeleteObjectCommand(target))
    expect(marker.DeleteMarker).toBe(true)
    await expect(read(clients, target)).rejects.toMatchObject(NO_KEY)
    expect((await read(clients, { ...target, VersionId })).text).toBe("hello")
    await clients.s3.send(new DeleteObjectCommand({ ...target, VersionId: marker.VersionId }))
    expect((await read(clients, target)).text).toBe("hello")
  },
  async DeleteObjects(clients) {
    const Objects = ["many/1", "many/2"].map((Key) => ({ Key }))
    for (const { Key } of Objects) await put(clients, at(Key))
    const remove = new DeleteObjectsCommand({ Bucket: "plain", Delete: { Objects } })
    expect((await clients.s3.send(remove)).Deleted).toEqual(Objects)
    for (const { Key } of Objects) await expect(read(clients, at(Key))).rejects.toMatchObject(NO_KEY)
  },
  async PostObject(clients) {
    const posted = await postForm(clients, at("posted/form.txt"), "hello")
    expect([posted.status, posted.headers.get("etag")]).toEqual([204, ETag])
    expect((await read(clients, at("posted/form.txt"))).text).toBe("hello")
    const large = await postForm(clients, at("posted/large.txt"), "x".repeat(11))
    expect([large.status, await large.text()]).toEqual([400, expect.stringContaining("EntityTooLarge")])
  },
  async GetObjectTagging(clients) {
    const target = at("tagged.txt")
    await put(clients, target, { Tagging: "colour=light%20blue&size=1" })
    expect(await tags(clients, target)).toEqual([
      { Key: "colour", Value: "light blue" },
      { Key: "size", Value: "1" },
    ])
  },
  async PutObjectTagging(clients) {
    const target = at("tags-put.txt")
    await put(clients, target, { Tagging: "old=1" })
    const TagSet = [{ Key: "new", Value: "2" }]
    await clients.s3.send(new PutObjectTaggingCommand({ ...target, Tagging: { TagSet } }))
    expect(await tags(clients, target)).toEqual(TagSet)
  },
  async DeleteObjectTagging(clients) {
    const target = at("tags-deleted.txt")
    await put(clients, target, { Tagging: "old=1" })
    await clients.s3.send(new DeleteObjectTaggingCommand(target))
    expect(await tags(clients, target)).toEqual([])
  },
  async RestoreObject(clients) {
    const target = at("frozen.txt")
    await put(clients, target, { StorageClass: "GLACIER" })
    await expect(read(clients, target)).rejects.toMatchObject(ARCHIVED)
    const RestoreRequest = { Days: 1, GlacierJobParameters: { Tier: "Standard" as const } }
    const { $metadata } = await clients.s3.send(new RestoreObjectCommand({ ...target, RestoreRequest }))
    expect($metadata.httpStatusCode).toBe(202)
    expect((await head(clients, target)).Restore).toBe('ongoing-request="true"')
    clients.clock.advance(3 * HOUR)
    expect((await read(clients, target)).text).toBe("hello")
  },
}
