import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3"
import { expect, it } from "vitest"
import { manualClock } from "../../clock.ts"
import { BUCKET, startS3 } from "./testing.ts"

const START = Date.UTC(2026, 0, 15, 10, 30)

async function start() {
  const clock = manualClock(START)
  const harness = await startS3({ clock })
  const { client } = harness
  const begin = async (Key: string) => {
    clock.advance(1000)
    return (await client.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key }))).UploadId ?? ""
  }
  return { ...harness, begin }
}

it("lists the parts of an upload, page by page", async () => {
  const { client, begin } = await start()
  const upload = { Bucket: BUCKET, Key: "ü 🌅", UploadId: await begin("ü 🌅") }
  for (const PartNumber of [7, 1, 3]) {
    await client.send(new UploadPartCommand({ ...upload, PartNumber, Body: "x".repeat(PartNumber) }))
  }
  const first = await client.send(new ListPartsCommand({ ...upload, MaxParts: 2 }))
  expect(first).toMatchObject({ ...upload, IsTruncated: true, NextPartNumberMarker: "3", StorageClass: "STANDARD" })
  expect(first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    [1, 1],
    [3, 3],
  ])
  expect(first.Parts?.[0]).toMatchObject({
    ETag: '"9dd4e461268c8034f5c8564e155c67a6"',
    LastModified: new Date(START + 1000),
    ChecksumCRC32: expect.any(String) as string,
  })
  const rest = await client.send(new ListPartsCommand({ ...upload, PartNumberMarker: first.NextPartNumberMarker }))
  expect(rest).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 7 }] })
  await expect(client.send(new ListPartsCommand({ ...upload, UploadId: "none" }))).rejects.toMatchObject({
    name: "NoSuchUpload",
  })
})

it("lists the uploads in progress, by key and time", async () => {
  const { client, begin } = await start()
  const late = await begin("b")
  const [first, second] = [await begin("a"), await begin("a")]
  const deep = await begin("deep/1")
  await begin("deep/2")
  const list = async (input: object) => client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET, ...input }))
  const all = await list({ Delimiter: "/" })
  expect(all.Uploads?.map(({ UploadId }) => UploadId)).toEqual([first, second, late])
  expect(all.CommonPrefixes).toEqual([{ Prefix: "deep/" }])
  expect(all.Uploads?.[2]).toMatchObject({ Key: "b", Initiated: new Date(START + 1000) })
  const page = await list({ MaxUploads: 1 })
  expect(page).toMatchObject({ IsTruncated: true, NextKeyMarker: "a", NextUploadIdMarker: first })
  const next = await list({ KeyMarker: "a", UploadIdMarker: first, MaxUploads: 1 })
  expect(next.Uploads?.map(({ UploadId }) => UploadId)).toEqual([second])
  expect((await list({ KeyMarker: "a" })).Uploads?.[0]?.UploadId).toBe(late)
  expect((await list({ Prefix: "deep/", MaxUploads: 1 })).Uploads?.[0]?.UploadId).toBe(deep)
})
