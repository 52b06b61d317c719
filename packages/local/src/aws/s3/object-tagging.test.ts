import {
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3"
import { expect, it } from "vitest"
import { BUCKET, startS3 } from "./testing.ts"

const target = { Bucket: BUCKET, Key: "a" }

it("sets, gets and deletes tags", async () => {
  const { client, events } = await startS3()
  await client.send(new PutObjectCommand({ ...target, Body: "x", Tagging: "from=header&with%20space=%26" }))
  const get = async () => (await client.send(new GetObjectTaggingCommand(target))).TagSet
  expect(await get()).toEqual([
    { Key: "from", Value: "header" },
    { Key: "with space", Value: "&" },
  ])
  const TagSet = [
    { Key: "status", Value: "<done>" },
    { Key: "empty", Value: "" },
  ]
  await client.send(new PutObjectTaggingCommand({ ...target, Tagging: { TagSet } }))
  expect(await get()).toEqual(TagSet)
  await client.send(new DeleteObjectTaggingCommand(target))
  expect(await get()).toEqual([])
  expect(events.map(({ type }) => type)).toEqual(["Object Created", "Object Tags Added", "Object Tags Deleted"])
  expect(events[1]?.detail.object).toEqual({ key: "a", etag: "9dd4e461268c8034f5c8564e155c67a6" })
})

it("refuses tags that S3 refuses", async () => {
  const { client } = await startS3()
  const tag = (TagSet: { Key: string; Value: string }[]) =>
    client.send(new PutObjectTaggingCommand({ ...target, Tagging: { TagSet } }))
  await expect(tag([{ Key: "a", Value: "1" }])).rejects.toMatchObject({ name: "NoSuchKey" })
  await client.send(new PutObjectCommand({ ...target, Body: "x" }))
  await expect(
    tag([
      { Key: "a", Value: "1" },
      { Key: "a", Value: "2" },
    ]),
  ).rejects.toMatchObject({ name: "InvalidTag" })
  await expect(tag([{ Key: "a", Value: "x".repeat(257) }])).rejects.toMatchObject({ name: "InvalidTag" })
  await expect(tag(Array.from({ length: 11 }, (_, index) => ({ Key: `${index}`, Value: "" })))).rejects.toMatchObject({
    name: "BadRequest",
  })
})
