import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3"
import type { CompletedPart, CreateMultipartUploadCommandInput } from "@aws-sdk/client-s3"
import { createHash } from "node:crypto"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { createHasher } from "./checksums.ts"
import { BUCKET, startS3 } from "./testing.ts"

const MINIMUM = 5 * 1024 * 1024
const PARTS = [Buffer.alloc(MINIMUM, 1), Buffer.alloc(MINIMUM, 2), Buffer.from("end")]
const CRC32 = { ChecksumAlgorithm: "CRC32" } as const
const md5 = (data: Buffer) => createHash("md5").update(data).digest()
const ETAG = `"${md5(Buffer.concat(PARTS.map(md5))).toString("hex")}-3"`

async function startUpload(input: Partial<CreateMultipartUploadCommandInput> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "s3-multipart-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const harness = await startS3({ folder })
  const { client } = harness
  const target = { Bucket: BUCKET, Key: "big file" }
  const { UploadId = "" } = await client.send(new CreateMultipartUploadCommand({ ...target, ...input }))
  const part = async (PartNumber: number, Body: Buffer): Promise<CompletedPart> => {
    const { $metadata: _, ...result } = await client.send(
      new UploadPartCommand({ ...target, UploadId, PartNumber, Body, ChecksumAlgorithm: input.ChecksumAlgorithm }),
    )
    return { ...result, PartNumber }
  }
  const complete = (Parts: CompletedPart[], more = {}) =>
    client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts }, ...more }))
  const abort = () => client.send(new AbortMultipartUploadCommand({ ...target, UploadId }))
  return { ...harness, folder, target, part, complete, abort, UploadId }
}

function uploadAll(part: (number: number, body: Buffer) => Promise<CompletedPart>): Promise<CompletedPart[]> {
  return Promise.all(PARTS.map((body, index) => part((index + 1) * 3, body)))
}

it("puts parts together, with a checksum of the parts' checksums", async () => {
  const { client, part, complete, target, folder, events } = await startUpload({
    ...CRC32,
    ContentType: "video/mp4",
    Metadata: { a: "1" },
    Tagging: "t=1",
  })
  const result = await complete(await uploadAll(part))
  const digests = PARTS.map((body) => {
    const hasher = createHasher("CRC32")
    hasher.update(body)
    return hasher.digest()
  })
  const composite = createHasher("CRC32")
  composite.update(Buffer.concat(digests))
  const checksum = { ChecksumCRC32: `${composite.digest().toString("base64")}-3`, ChecksumType: "COMPOSITE" }
  expect(result).toMatchObject({ ...target, ETag: ETAG, ...checksum })
  const got = await client.send(new GetObjectCommand(target))
  expect(got).toMatchObject({ ETag: ETAG, ...checksum, ContentType: "video/mp4", Metadata: { a: "1" }, TagCount: 1 })
  expect(Buffer.concat(PARTS).equals((await got.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true)
  expect(readdirSync(folder)).toHaveLength(1)
  expect(events).toMatchObject([
    {
      type: "Object Created",
      detail: { reason: "CompleteMultipartUpload", object: { size: 2 * MINIMUM + 3, etag: ETAG.slice(1, -1) } },
    },
  ])
})

it("computes a checksum of the whole object where that is asked for", async () => {
  const { client, part, complete, target } = await startUpload({ ChecksumAlgorithm: "CRC64NVME" })
  const hasher = createHasher("CRC64NVME")
  for (const body of PARTS) hasher.update(body)
  const ChecksumCRC64NVME = hasher.digest().toString("base64")
  const parts = await uploadAll(part)
  await expect(complete(parts, { ChecksumCRC64NVME: "AAAAAAAAAAA=" })).rejects.toMatchObject({ name: "BadDigest" })
  expect(await complete(parts, { ChecksumCRC64NVME })).toMatchObject({ ChecksumCRC64NVME, ChecksumType: "FULL_OBJECT" })
  expect(await client.send(new HeadObjectCommand({ ...target, ChecksumMode: "ENABLED" }))).toMatchObject({
    ChecksumCRC64NVME,
  })
})

it("takes an upload without an algorithm and keeps a checksum of its own", async () => {
  const { part, complete } = await startUpload()
  const result = await complete(await uploadAll(part))
  expect(result).toMatchObject({ ETag: ETAG, ChecksumType: "FULL_OBJECT" })
  expect(result.ChecksumCRC64NVME).toBeDefined()
})

it("gives a copy of it the ETag and the checksum of a whole object", async () => {
  const { client, part, complete, target } = await startUpload(CRC32)
  await complete(await uploadAll(part))
  const copy = await client.send(
    new CopyObjectCommand({ Bucket: BUCKET, Key: "copy", CopySource: `${BUCKET}/${encodeURIComponent(target.Key)}` }),
  )
  expect(copy.CopyObjectResult).toMatchObject({
    ETag: `"${md5(Buffer.concat(PARTS)).toString("hex")}"`,
    ChecksumType: "FULL_OBJECT",
  })
  expect(copy.CopyObjectResult?.ChecksumCRC32).not.toContain("-")
})

it("takes the last upload of a part, and only the parts that are listed", async () => {
  const { client, part, complete, target } = await startUpload()
  await part(1, Buffer.from("first try"))
  await part(2, Buffer.from("not listed"))
  await complete([await part(1, Buffer.from("second try"))])
  expect(await (await client.send(new GetObjectCommand(target))).Body?.transformToString()).toBe("second try")
})

it("refuses wrong lists of parts", async () => {
  const { part, complete } = await startUpload(CRC32)
  const [one, two] = [await part(1, Buffer.from("small")), await part(2, Buffer.from("x"))]
  await expect(complete([one, two])).rejects.toMatchObject({ name: "EntityTooSmall" })
  await expect(complete([two, one])).rejects.toMatchObject({ name: "InvalidPartOrder" })
  await expect(complete([{ ...one, ETag: '"other"' }])).rejects.toMatchObject({ name: "InvalidPart" })
  await expect(complete([{ ...one, PartNumber: 3 }])).rejects.toMatchObject({ name: "InvalidPart" })
  await expect(complete([{ ...one, ChecksumCRC32: "AAAAAA==" }])).rejects.toMatchObject({ name: "InvalidPart" })
  await expect(complete([{ PartNumber: 1, ETag: one.ETag }])).rejects.toMatchObject({ name: "InvalidRequest" })
  await expect(complete([])).rejects.toMatchObject({ name: "MalformedXML" })
  await expect(part(10_001, Buffer.from("x"))).rejects.toMatchObject({ name: "InvalidArgument" })
  await complete([one])
})

it("refuses a part without the checksum that the upload promised", async () => {
  const { raw, target, UploadId } = await startUpload(CRC32)
  const path = `/${BUCKET}/${encodeURIComponent(target.Key)}?partNumber=1&uploadId=${UploadId}`
  const { body } = await raw("PUT", path, { body: "x", headers: { "content-length": "1" } })
  expect(body).toContain("expected checksum Type: crc32, actual checksum Type: null")
})

it("completes on a condition", async () => {
  const { part, complete, raw } = await startUpload()
  await raw("PUT", `/${BUCKET}/big%20file`, { body: "x", headers: { "content-length": "1" } })
  const parts = [await part(1, Buffer.from("x"))]
  await expect(complete(parts, { IfNoneMatch: "*" })).rejects.toMatchObject({ name: "PreconditionFailed" })
})

it("aborts, and then knows the upload no more", async () => {
  const { part, complete, abort, folder } = await startUpload()
  const one = await part(1, Buffer.from("x"))
  expect(readdirSync(folder)).toHaveLength(1)
  await abort()
  expect(readdirSync(folder)).toHaveLength(0)
  await expect(abort()).rejects.toMatchObject({ name: "NoSuchUpload" })
  await expect(complete([one])).rejects.toMatchObject({ name: "NoSuchUpload" })
  await expect(part(2, Buffer.from("x"))).rejects.toMatchObject({ name: "NoSuchUpload" })
})

it("keeps an upload across instances", async () => {
  const { store, folder, part, UploadId, target } = await startUpload()
  const one = await part(1, Buffer.from("x"))
  const { client } = await startS3({ store, folder })
  await client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: [one] } }))
  expect((await client.send(new HeadObjectCommand(target))).ContentLength).toBe(1)
})
