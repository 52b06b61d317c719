import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3"
import { expect } from "vitest"
import type { Cases, Clients } from "./clients.ts"

const Bucket = "plain"
/** The least that a part but the last may have. */
const PART = Buffer.alloc(5 * 1024 * 1024, "p")

async function create({ s3 }: Clients, Key: string) {
  const command = new CreateMultipartUploadCommand({
    Bucket,
    Key,
    ContentType: "text/plain",
    Metadata: { by: "parts" },
  })
  const { UploadId } = await s3.send(command)
  return { Bucket, Key, UploadId }
}

type Upload = Awaited<ReturnType<typeof create>>

const upload = ({ s3 }: Clients, target: Upload, PartNumber: number, Body: Buffer | string) =>
  s3.send(new UploadPartCommand({ ...target, PartNumber, Body }))

function complete({ s3 }: Clients, target: Upload, ...etags: (string | undefined)[]) {
  const Parts = etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }))
  return s3.send(new CompleteMultipartUploadCommand({ ...target, MultipartUpload: { Parts } }))
}

const parts = async ({ s3 }: Clients, target: Upload) => (await s3.send(new ListPartsCommand(target))).Parts

const text = async ({ s3 }: Clients, Key: string) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()

export const s3MultipartCases: Cases = {
  async CreateMultipartUpload(clients) {
    const target = await create(clients, "multipart/created")
    expect(target.UploadId).toEqual(expect.any(String))
    await expect(clients.s3.send(new HeadObjectCommand(target))).rejects.toMatchObject({ name: "NotFound" })
    const { ETag } = await upload(clients, target, 1, "x")
    await complete(clients, target, ETag)
    expect(await clients.s3.send(new HeadObjectCommand(target))).toMatchObject({
      ContentType: "text/plain",
      Metadata: { by: "parts" },
    })
  },
  async UploadPart(clients) {
    const target = await create(clients, "multipart/part")
    await upload(clients, target, 1, "first")
    const { ETag } = await upload(clients, target, 1, "hello")
    expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"')
    expect(await parts(clients, target)).toMatchObject([{ PartNumber: 1, Size: 5, ETag }])
    const elsewhere = { ...target, UploadId: "none" }
    await expect(upload(clients, elsewhere, 1, "x")).rejects.toMatchObject({ name: "NoSuchUpload" })
  },
  async UploadPartCopy(clients) {
    const source = { Bucket, Key: "multipart/source" }
    await clients.s3.send(new PutObjectCommand({ ...source, Body: "0123456789" }))
    const target = await create(clients, "multipart/copied")
    const copy = { PartNumber: 1, CopySource: `${Bucket}/${source.Key}`, CopySourceRange: "bytes=2-4" }
    const { CopyPartResult } = await clients.s3.send(new UploadPartCopyCommand({ ...target, ...copy }))
    await complete(clients, target, CopyPartResult?.ETag)
    expect(await text(clients, target.Key)).toBe("234")
  },
  async ListParts(clients) {
    const target = await create(clients, "multipart/parts")
    for (const number of [1, 2, 3]) await upload(clients, target, number, "x".repeat(number))
    const list = new ListPartsCommand({ ...target, PartNumberMarker: "1", MaxParts: 1 })
    const listed = await clients.s3.send(list)
    expect(listed).toMatchObject({ IsTruncated: true, NextPartNumberMarker: "2" })
    expect(listed.Parts).toMatchObject([{ PartNumber: 2, Size: 2 }])
  },
  async ListMultipartUploads(clients) {
    const { Key, UploadId } = await create(clients, "multipart/listed")
    const { Uploads } = await clients.s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }))
    expect(Uploads).toMatchObject([{ Key, UploadId }])
  },
  async CompleteMultipartUpload(clients) {
    const target = await create(clients, "multipart/complete")
    const [one, two] = [await upload(clients, target, 1, PART), await upload(clients, target, 2, "end")]
    await expect(complete(clients, target, two.ETag)).rejects.toMatchObject({ name: "InvalidPart" })
    const { ETag } = await complete(clients, target, one.ETag, two.ETag)
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
    expect(await text(clients, target.Key)).toBe(`${PART.toString()}end`)
  },
  async AbortMultipartUpload(clients) {
    const target = await create(clients, "multipart/aborted")
    await upload(clients, target, 1, "x")
    await clients.s3.send(new AbortMultipartUploadCommand(target))
    await expect(parts(clients, target)).rejects.toMatchObject({ name: "NoSuchUpload" })
  },
}
