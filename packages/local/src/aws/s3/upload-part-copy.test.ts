import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  PutObjectCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3"
import type { UploadPartCopyCommandInput } from "@aws-sdk/client-s3"
import { createHash, randomBytes } from "node:crypto"
import { expect, it } from "vitest"
import { BUCKET, startS3 } from "./testing.ts"

const source = randomBytes(6 * 1024 * 1024)
const target = { Bucket: BUCKET, Key: "copy" }

async function start(algorithm?: "SHA256") {
  const { client, service } = await startS3()
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a b/🌅", Body: source }))
  const create = new CreateMultipartUploadCommand({ ...target, ...(algorithm ? { ChecksumAlgorithm: algorithm } : {}) })
  const { UploadId } = await client.send(create)
  const copy = (PartNumber: number, input: Partial<UploadPartCopyCommandInput> = {}) =>
    client.send(
      new UploadPartCopyCommand({
        ...target,
        UploadId,
        PartNumber,
        CopySource: encodeURI(`${BUCKET}/a b/🌅`),
        ...input,
      }),
    )
  return { client, service, UploadId, copy }
}

it("makes parts of an object and of ranges of it, and tells the attributes of what they become", async () => {
  const { client, service, UploadId, copy } = await start("SHA256")
  const whole = (await copy(1)).CopyPartResult
  const piece = (await copy(2, { CopySourceRange: "bytes=10-19" })).CopyPartResult
  expect(piece?.ChecksumSHA256).toBe(createHash("sha256").update(source.subarray(10, 20)).digest("base64"))
  const Parts = [whole, piece].map((part, index) => ({
    PartNumber: index + 1,
    ETag: part?.ETag,
    ChecksumSHA256: part?.ChecksumSHA256,
  }))
  await client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }))
  const stored = await service.getObject(BUCKET, "copy")
  expect(stored?.body.equals(Buffer.concat([source, source.subarray(10, 20)]))).toBe(true)
  const attributes = new GetObjectAttributesCommand({
    ...target,
    ObjectAttributes: ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"],
  })
  expect(await client.send(attributes)).toMatchObject({
    ETag: stored?.etag,
    Checksum: { ChecksumSHA256: expect.stringMatching(/=$/) as string, ChecksumType: "COMPOSITE" },
    ObjectParts: { TotalPartsCount: 2 },
    StorageClass: "STANDARD",
    ObjectSize: source.length + 10,
    LastModified: new Date(stored?.lastModified ?? 0),
  })
})

it.each([
  ["a range beyond the object", { CopySourceRange: `bytes=0-${source.length}` }, "InvalidArgument"],
  ["a range without an end", { CopySourceRange: "bytes=5-" }, "InvalidArgument"],
  ["a source that is not there", { CopySource: `${BUCKET}/none` }, "NoSuchKey"],
  ["an upload that is not there", { UploadId: "none" }, "NoSuchUpload"],
  ["a source that has changed", { CopySourceIfMatch: '"other"' }, "PreconditionFailed"],
])("refuses %s", async (_, input, name) => {
  const { copy } = await start()
  await expect(copy(1, input)).rejects.toMatchObject({ name })
})
