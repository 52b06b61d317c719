import { DeleteObjectCommand, DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3"
import { expect, it } from "vitest"
import { BUCKET, startS3 } from "./testing.ts"

it("deletes an object, and again without complaint or event", async () => {
  const { client, service, events } = await startS3()
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "x" }))
  for (let time = 0; time < 2; time++) {
    const { $metadata } = await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "a" }))
    expect($metadata.httpStatusCode).toBe(204)
  }
  expect(await service.getObject(BUCKET, "a")).toBeUndefined()
  expect(events.map(({ type }) => type)).toEqual(["Object Created", "Object Deleted"])
})

it("deletes on a condition", async () => {
  const { client } = await startS3()
  const { ETag } = await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "x" }))
  const remove = (IfMatch: string | undefined) =>
    client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "a", IfMatch }))
  await expect(remove('"other"')).rejects.toMatchObject({ name: "PreconditionFailed" })
  await remove(ETag)
  await expect(remove(ETag)).rejects.toMatchObject({ name: "NoSuchKey" })
  await expect(remove("*")).rejects.toMatchObject({ name: "NoSuchKey" })
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "x" }))
  await remove("*")
})

it("deletes a thousand objects at once, with keys that XML must escape", async () => {
  const { client, events } = await startS3()
  const keys = Array.from({ length: 1000 }, (_, index) => `&<${index}>"'\r&`)
  await Promise.all(
    keys.slice(0, 50).map((Key) => client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "x" }))),
  )
  const { Deleted, Errors } = await client.send(
    new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects: keys.map((Key) => ({ Key })) } }),
  )
  expect(Deleted?.map(({ Key }) => Key)).toEqual(keys)
  expect(Errors).toBeUndefined()
  expect((await client.send(new ListObjectsV2Command({ Bucket: BUCKET }))).KeyCount).toBe(0)
  expect(events.filter(({ type }) => type === "Object Deleted")).toHaveLength(50)
})

it("reports only what failed in quiet mode", async () => {
  const { client, service } = await startS3()
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "x" }))
  const Objects = [{ Key: "a" }, { Key: "k".repeat(1025) }, { Key: "b", VersionId: "v1" }]
  const { Deleted, Errors } = await client.send(
    new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects, Quiet: true } }),
  )
  expect(Deleted).toBeUndefined()
  expect(Errors?.map(({ Code }) => Code)).toEqual(["KeyTooLongError", "NoSuchVersion"])
  expect(await service.getObject(BUCKET, "a")).toBeUndefined()
})

it("refuses XML that is malformed, or empty, or damaged on its way", async () => {
  const { raw } = await startS3()
  const send = (body: string, headers: Record<string, string> = {}) =>
    raw("POST", `/${BUCKET}?delete`, { body, headers: { "content-length": String(body.length), ...headers } })
  for (const body of ["", "<Delete>", "<Delete></Delete>", "<Other><Object><Key>a</Key></Object></Other>"]) {
    expect((await send(body)).body).toContain("<Code>MalformedXML</Code>")
  }
  const damaged = await send("<Delete><Object><Key>a</Key></Object></Delete>", { "x-amz-checksum-crc32": "AAAAAA==" })
  expect(damaged.body).toContain("<Code>BadDigest</Code>")
})
