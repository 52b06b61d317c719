import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3"
import type { CopyObjectCommandInput } from "@aws-sdk/client-s3"
import { expect, it } from "vitest"
import { BUCKET, QUIET_BUCKET, startS3 } from "./testing.ts"
import type { HarnessOptions } from "./testing.ts"

const SOURCE = "a folder/ü+1.jpg"

async function startWithObject(options: HarnessOptions = {}) {
  const harness = await startS3(options)
  const { client } = harness
  const described = { ContentType: "image/jpeg", Metadata: { owner: "anna" }, Tagging: "a=1" }
  const put = await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: SOURCE, Body: "hello", ...described }))
  const copy = (input: Partial<CopyObjectCommandInput> = {}) =>
    client.send(
      new CopyObjectCommand({
        Bucket: QUIET_BUCKET,
        Key: "copy",
        CopySource: `${BUCKET}/${encodeURIComponent(SOURCE)}`,
        ...input,
      }),
    )
  return { ...harness, copy, etag: put.ETag ?? "", put }
}

it("copies the body, the metadata and the tags", async () => {
  const { client, copy, put } = await startWithObject()
  const { CopyObjectResult } = await copy()
  expect(CopyObjectResult).toMatchObject({
    ETag: put.ETag,
    ChecksumCRC32: put.ChecksumCRC32,
    ChecksumType: "FULL_OBJECT",
  })
  const got = await client.send(new GetObjectCommand({ Bucket: QUIET_BUCKET, Key: "copy" }))
  expect(got).toMatchObject({ ContentType: "image/jpeg", Metadata: { owner: "anna" }, TagCount: 1 })
  expect(await got.Body?.transformToString()).toBe("hello")
})

it("replaces metadata and tags where it is told to", async () => {
  const { client, copy } = await startWithObject()
  await copy({
    MetadataDirective: "REPLACE",
    ContentType: "image/png",
    Metadata: { b: "2" },
    TaggingDirective: "REPLACE",
    Tagging: "c=3",
  })
  const head = await client.send(new HeadObjectCommand({ Bucket: QUIET_BUCKET, Key: "copy" }))
  expect(head).toMatchObject({ ContentType: "image/png", Metadata: { b: "2" } })
  const tagging = await client.send(new GetObjectTaggingCommand({ Bucket: QUIET_BUCKET, Key: "copy" }))
  expect(tagging.TagSet).toEqual([{ Key: "c", Value: "3" }])
})

it("moves an object if it is still the one that was seen, and tells what it was", async () => {
  const { client, copy, etag } = await startWithObject()
  const moved = { Bucket: QUIET_BUCKET, Key: "analyzed/success/copy" }
  const move = (IfMatch: string) =>
    copy({
      ...moved,
      CopySourceIfMatch: IfMatch,
      MetadataDirective: "REPLACE",
      ContentType: "image/jpeg",
      Metadata: { "darkroom-image": "img_1" },
      TaggingDirective: "REPLACE",
      Tagging: "darkroom%3Acategory=success",
    })
  await expect(move('"other"')).rejects.toMatchObject({
    name: "PreconditionFailed",
    $metadata: { httpStatusCode: 412 },
  })
  await expect(client.send(new HeadObjectCommand(moved))).rejects.toMatchObject({ name: "NotFound" })
  await move(etag)
  const head = await client.send(new HeadObjectCommand(moved))
  expect([head.ETag, head.ContentType, head.Metadata]).toEqual([etag, "image/jpeg", { "darkroom-image": "img_1" }])
  const { TagSet } = await client.send(new GetObjectTaggingCommand(moved))
  expect(TagSet).toEqual([{ Key: "darkroom:category", Value: "success" }])
  const source = { Bucket: BUCKET, Key: SOURCE }
  await client.send(new PutObjectCommand({ ...source, Body: "another" }))
  await expect(client.send(new DeleteObjectCommand({ ...source, IfMatch: etag }))).rejects.toMatchObject({
    name: "PreconditionFailed",
  })
})

it("asks for the permissions of tags that come along, and of no others", async () => {
  const asked: string[] = []
  const { client, copy } = await startWithObject({
    authorize: (accessKeyId, { action, resource }) => void asked.push(`${accessKeyId} ${action} ${resource}`),
  })
  await copy({ TaggingDirective: "REPLACE" })
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "plain", Body: "x" }))
  await copy({ CopySource: `${BUCKET}/plain` })
  expect(asked).toEqual([])
  await copy()
  expect(asked).toEqual([
    `local s3:GetObjectTagging arn:aws:s3:::${BUCKET}/${SOURCE}`,
    `local s3:PutObjectTagging arn:aws:s3:::${QUIET_BUCKET}/copy`,
  ])
})

it("copies an object to itself only with a change", async () => {
  const { client, copy } = await startWithObject()
  const self = { Bucket: BUCKET, Key: SOURCE }
  await expect(copy(self)).rejects.toMatchObject({ name: "InvalidRequest" })
  await copy({ ...self, MetadataDirective: "REPLACE", Metadata: { changed: "yes" } })
  const got = await client.send(new GetObjectCommand(self))
  expect(got.Metadata).toEqual({ changed: "yes" })
  expect(await got.Body?.transformToString()).toBe("hello")
})

it("copies on a condition", async () => {
  const { copy, etag } = await startWithObject()
  await copy({ CopySourceIfMatch: etag, IfNoneMatch: "*" })
  await expect(copy({ CopySourceIfMatch: '"no"' })).rejects.toMatchObject({ name: "PreconditionFailed" })
  await expect(copy({ CopySourceIfNoneMatch: etag })).rejects.toMatchObject({ name: "PreconditionFailed" })
  await expect(copy({ IfNoneMatch: "*" })).rejects.toMatchObject({ name: "PreconditionFailed" })
})

it("computes a checksum of another algorithm", async () => {
  const { copy } = await startWithObject()
  const { CopyObjectResult } = await copy({ ChecksumAlgorithm: "SHA256" })
  expect(CopyObjectResult?.ChecksumSHA256).toBe("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=")
})

it("keeps either of two copies when the other goes", async () => {
  const { client, copy, service, raw } = await startWithObject()
  await copy()
  await raw("DELETE", `/${BUCKET}/${encodeURIComponent(SOURCE)}`)
  expect(String((await service.getObject(QUIET_BUCKET, "copy"))?.body)).toBe("hello")
  await client.send(new PutObjectCommand({ Bucket: QUIET_BUCKET, Key: "copy", Body: "new" }))
  expect(String((await service.getObject(QUIET_BUCKET, "copy"))?.body)).toBe("new")
})

it("refuses sources that are not there", async () => {
  const { copy } = await startWithObject()
  await expect(copy({ CopySource: `${BUCKET}/no` })).rejects.toMatchObject({ name: "NoSuchKey" })
  await expect(copy({ CopySource: "no/no" })).rejects.toMatchObject({ name: "NoSuchBucket" })
  await expect(copy({ CopySource: "nonsense" })).rejects.toMatchObject({ name: "InvalidArgument" })
})
