import { movedKey } from "@darkroom/events"
import { subscriber } from "@darkroom/lambda"
import { lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { expect, it } from "vitest"
import { onClassChanged, onRestoreCompleted, onRestoreExpired } from "./archive-events.ts"

const imageId = "0f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11"
const key = movedKey({ id: imageId, key: "images/dog.jpg", profile: "images" }, "success") ?? ""
const time = "2026-12-22T00:00:00Z"

function start() {
  const runtime = testRuntime("ingest")
  const run = subscriber([onClassChanged, onRestoreCompleted, onRestoreExpired], () => runtime)
  return { runtime, deliver: (body: object) => run(sqsBatch([body]), lambdaContext()) }
}

/** As AWS sends them: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
const s3Event = (type: string, detail: object, object: object = {}, id = "a") => ({
  version: "0",
  id,
  "detail-type": type,
  source: "aws.s3",
  time,
  detail: {
    version: "0",
    bucket: { name: "photos" },
    object: { key, size: 10, etag: "e1", ...object },
    requester: "s3.amazonaws.com",
    ...detail,
  },
})
const changed = (storageClass: string, object?: object, id?: string) =>
  s3Event("Object Storage Class Changed", { "destination-storage-class": storageClass }, object, id)
const completed = (id?: string) =>
  s3Event("Object Restore Completed", { "restore-expiry-time": "2026-12-30T00:00:00Z" }, {}, id)
const expired = (id?: string) => s3Event("Object Restore Expired", {}, {}, id)

it.each([
  [
    "ImageArchived",
    (id: string) => changed("GLACIER", {}, id),
    { imageId, bucket: "photos", key, storageClass: "GLACIER", archivedAt: "2026-12-22T00:00:00.000Z" },
  ],
  ["ImageRestored", completed, { imageId, bucket: "photos", key, until: "2026-12-30T00:00:00.000Z" }],
  ["ImageRestored", expired, { imageId, bucket: "photos", key, until: null }],
])("makes one %s of S3's news, however often that comes", async (type, news, data) => {
  const { runtime, deliver } = start()
  for (const id of ["a", "b"]) await deliver(news(id))
  expect(runtime.published).toMatchObject([
    { type, data, metadata: { groupKey: imageId, time: "2026-12-22T00:00:00.000Z" } },
  ])
  const elsewhere = start()
  await elsewhere.deliver(news("c"))
  expect(elsewhere.runtime.published[0]?.metadata.id).toBe(runtime.published[0]?.metadata.id)
})

it("gives each of the three an id of its own", async () => {
  const { runtime, deliver } = start()
  for (const event of [changed("GLACIER"), completed(), expired()]) await deliver(event)
  expect(new Set(runtime.published.map(({ metadata }) => metadata.id)).size).toBe(3)
})

it.each([
  ["a class that can be read at once", changed("STANDARD_IA")],
  ["an original that was not moved", changed("GLACIER", { key: "images/dog.jpg" })],
  ["a key without an id", changed("GLACIER", { key: "analyzed/success/dogs/dog.jpg" })],
])("leaves %s alone", async (_, event) => {
  const { runtime, deliver } = start()
  expect(await deliver(event)).toEqual({ batchItemFailures: [] })
  expect([runtime.published, runtime.deadLetters]).toEqual([[], []])
})

it.each([
  ["no class", s3Event("Object Storage Class Changed", {}), "detail.destination-storage-class"],
  ["no end", s3Event("Object Restore Completed", {}), "detail.restore-expiry-time"],
  [
    "an end that is no time",
    s3Event("Object Restore Completed", { "restore-expiry-time": "soon" }),
    "restore-expiry-time",
  ],
  ["no key", s3Event("Object Restore Expired", {}, { key: undefined }), "detail.object.key"],
])("gives up a malformed event with %s, and says what is wrong", async (_, event, message) => {
  const { runtime, deliver } = start()
  expect(await deliver(event)).toEqual({ batchItemFailures: [] })
  expect(runtime.deadLetters[0]?.failure).toMatchObject({ class: "permanent", name: "MalformedEvent" })
  expect(runtime.deadLetters[0]?.failure.message).toContain(message)
  expect(runtime.published).toEqual([])
})
