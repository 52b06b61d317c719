import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  RestoreObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3"
import { expect, it, onTestFinished, vi } from "vitest"
import { manualClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import { postForm, presignedPost } from "./testing-post.ts"
import { BUCKET, startS3, VERSIONED_BUCKET } from "./testing.ts"
import type { HarnessOptions } from "./testing.ts"
import type { BucketNotification } from "./types.ts"

const QUEUE = "arn:aws:sqs:us-east-1:123456789012:photos"
const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:photos"
const DAY = 24 * 3600 * 1000
const START = Date.UTC(2026, 0, 15, 10, 30)

interface Sent {
  readonly arn: string
  readonly body: string
  readonly bucketArn: string
}

const notification = (events: readonly string[], rest: Partial<BucketNotification> = {}): BucketNotification => ({
  id: "Photos",
  arn: QUEUE,
  events,
  ...rest,
})

async function start(notifications: readonly BucketNotification[], options: HarnessOptions = {}) {
  const sent: Sent[] = []
  const notify = async (arn: string, body: string, { bucketArn }: { bucketArn: string }) => {
    sent.push({ arn, body, bucketArn })
  }
  const s3 = await startS3({ notifications, notify, ...options })
  const put = (Key: string, Bucket = BUCKET) => s3.client.send(new PutObjectCommand({ Bucket, Key, Body: "hello" }))
  const records = () => sent.map(({ body }) => (JSON.parse(body) as { Records: Record<string, unknown>[] }).Records[0])
  return { ...s3, sent, put, records, names: () => records().map((one) => one?.["eventName"]) }
}

it("sends the record that S3 would, its key encoded", async () => {
  const clock = manualClock(START)
  const { put, sent, events } = await start([notification(["s3:ObjectCreated:*"])], { clock })
  const { $metadata } = await put("a folder/b+ü (1).jpg")
  expect(sent).toMatchObject([{ arn: QUEUE, bucketArn: `arn:aws:s3:::${BUCKET}` }])
  expect(JSON.parse(sent[0]?.body ?? "")).toEqual({
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: "us-east-1",
        eventTime: "2026-01-15T10:30:00.000Z",
        eventName: "ObjectCreated:Put",
        userIdentity: { principalId: "AWS:123456789012" },
        requestParameters: { sourceIPAddress: "127.0.0.1" },
        responseElements: { "x-amz-request-id": $metadata.requestId, "x-amz-id-2": $metadata.extendedRequestId },
        s3: {
          s3SchemaVersion: "1.0",
          configurationId: "Photos",
          bucket: {
            name: BUCKET,
            ownerIdentity: { principalId: "123456789012" },
            arn: `arn:aws:s3:::${BUCKET}`,
          },
          object: {
            key: "a+folder/b%2B%C3%BC+%281%29.jpg",
            size: 5,
            eTag: "5d41402abc4b2a76b9719d911017c592",
            sequencer: events[0]?.detail.object.sequencer,
          },
        },
      },
    ],
  })
})

it("names each way in which an object comes, changes and goes", async () => {
  const all = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:ObjectTagging:*"]
  const { client, raw, put, names } = await start([notification(all)])
  const target = { Bucket: BUCKET, Key: "a" }
  await put("a")
  await client.send(new CopyObjectCommand({ ...target, Key: "b", CopySource: `${BUCKET}/a` }))
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target))
  const { ETag } = await client.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: "x" }))
  const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] }
  await client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload }))
  await postForm({ raw }, presignedPost({ key: "form" }), "x")
  await client.send(new PutObjectTaggingCommand({ ...target, Tagging: { TagSet: [{ Key: "a", Value: "1" }] } }))
  await client.send(new DeleteObjectTaggingCommand(target))
  await client.send(new DeleteObjectCommand(target))
  await put("a", VERSIONED_BUCKET)
  await client.send(new DeleteObjectCommand({ Bucket: VERSIONED_BUCKET, Key: "a" }))
  expect(names()).toEqual([
    "ObjectCreated:Put",
    "ObjectCreated:Copy",
    "ObjectCreated:CompleteMultipartUpload",
    "ObjectCreated:Post",
    "ObjectTagging:Put",
    "ObjectTagging:Delete",
    "ObjectRemoved:Delete",
    "ObjectCreated:Put",
    "ObjectRemoved:DeleteMarkerCreated",
  ])
})

it("tells of versions, and of what is gone only its key", async () => {
  const { client, put, records } = await start([notification(["s3:ObjectRemoved:*"])])
  await put("a", VERSIONED_BUCKET)
  const target = { Bucket: VERSIONED_BUCKET, Key: "a" }
  const { VersionId: versionId } = await client.send(new DeleteObjectCommand(target))
  await client.send(new DeleteObjectCommand({ ...target, VersionId: versionId }))
  const sequencer = expect.stringMatching(/^[0-9A-F]{18}$/) as string
  expect(records().map((one) => (one?.["s3"] as { object: unknown } | undefined)?.object)).toEqual([
    { key: "a", eTag: "d41d8cd98f00b204e9800998ecf8427e", versionId, sequencer },
    { key: "a", versionId, sequencer },
  ])
})

it("tells of what S3 does by itself", async () => {
  const clock = manualClock(START)
  const events = ["s3:LifecycleTransition", "s3:LifecycleExpiration:*", "s3:ObjectRestore:*"]
  const lifecycle = [
    {
      filter: { objectSizeGreaterThan: 0 },
      transitions: [{ days: 1, storageClass: "GLACIER" }],
      expiration: { days: 30 },
    },
  ]
  const { client, put, service, names, records } = await start([notification(events)], { clock, lifecycle })
  await put("a")
  await service.expireObjects(START + 2 * DAY)
  const RestoreRequest = { Days: 1, GlacierJobParameters: { Tier: "Expedited" } } as const
  await client.send(new RestoreObjectCommand({ Bucket: BUCKET, Key: "a", RestoreRequest }))
  clock.advance(3 * DAY)
  await service.expireObjects(START + 40 * DAY)
  expect(names()).toEqual([
    "LifecycleTransition",
    "ObjectRestore:Post",
    "ObjectRestore:Completed",
    "ObjectRestore:Delete",
    "LifecycleExpiration:Delete",
  ])
  const [transition, , completed] = records()
  expect(transition).toMatchObject({
    eventVersion: "2.3",
    userIdentity: { principalId: "s3.amazonaws.com" },
    requestParameters: { sourceIPAddress: "s3.amazonaws.com" },
    lifecycleEventData: { transitionEventData: { destinationStorageClass: "GLACIER" } },
  })
  const restoreEventData = {
    lifecycleRestorationExpiryTime: "2026-01-17T00:00:00.000Z",
    lifecycleRestoreStorageClass: "GLACIER",
  }
  expect(completed).toMatchObject({ eventVersion: "2.1", glacierEventData: { restoreEventData } })
})

it("goes by prefix, suffix and event", async () => {
  const { client, put, sent } = await start([
    notification(["s3:ObjectCreated:Put"], { id: "jpg", prefix: "in/", suffix: ".jpg" }),
    notification(["s3:ObjectCreated:*"], { id: "png", prefix: "in/", suffix: ".png", arn: FUNCTION }),
    notification(["s3:ObjectRemoved:Delete"], { id: "removed" }),
  ])
  for (const key of ["in/a.jpg", "in/a.png", "in/a.gif", "out/a.jpg"]) await put(key)
  const copy = { Bucket: BUCKET, CopySource: `${BUCKET}/in/a.jpg` }
  await client.send(new CopyObjectCommand({ ...copy, Key: "in/b.jpg" }))
  await client.send(new CopyObjectCommand({ ...copy, Key: "in/b.png" }))
  await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "in/a.gif" }))
  const configurations = sent.map(({ arn, body }) => [arn, /"configurationId":"(\w+)"/.exec(body)?.[1]])
  expect(configurations).toEqual([
    [QUEUE, "jpg"],
    [FUNCTION, "png"],
    [FUNCTION, "png"],
    [QUEUE, "removed"],
  ])
})

it("tries again what did not arrive, later and later, while nobody waits for it", async () => {
  const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {})
  onTestFinished(() => warned.mockRestore())
  const clock = manualClock()
  const attempts: number[] = []
  const notify = () => {
    attempts.push(clock.now())
    return attempts.length < 4 ? Promise.reject(new Error("the queue is down")) : Promise.resolve()
  }
  const { put, store } = await start([notification(["s3:ObjectCreated:*"])], { clock, notify })
  const waiting = () => store.prepare("SELECT attempts FROM s3_notifications").all()
  await put("a")
  for (const [failures, delay] of [1000, 2000, 4000].entries()) {
    await vi.waitFor(() => expect(waiting()).toEqual([{ attempts: failures + 1 }]))
    clock.advance(delay - 1)
    expect(attempts).toHaveLength(failures + 1)
    clock.advance(1)
    expect(attempts).toHaveLength(failures + 2)
  }
  await vi.waitFor(() => expect(waiting()).toEqual([]))
  expect(warned).toHaveBeenCalledWith(expect.stringContaining("the queue is down"))
})

it("is idle once what is under way has arrived", async () => {
  let arrive = () => {}
  const notify = () => new Promise<void>((resolve) => (arrive = resolve))
  const { client, put, service } = await start([notification(["s3:ObjectCreated:Put"])], { notify })
  await put("a")
  let isIdle = false
  const idle = service.idle().then(() => (isIdle = true))
  await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "a" }))
  expect(isIdle).toBe(false)
  arrive()
  await idle
})

it("sends after a restart what was not delivered before it", async () => {
  const store = openStore()
  let release = () => {}
  const notify = () => new Promise<void>((resolve) => (release = resolve))
  const first = await start([notification(["s3:ObjectCreated:*"])], { store, notify })
  await first.put("a")
  const second = await start([notification(["s3:ObjectCreated:*"])], { store })
  await vi.waitFor(() => expect(second.names()).toEqual(["ObjectCreated:Put"]))
  await vi.waitFor(() => expect(store.prepare("SELECT * FROM s3_notifications").all()).toEqual([]))
  release()
})

it("forgets on reset what waits", async () => {
  const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {})
  onTestFinished(() => warned.mockRestore())
  const clock = manualClock()
  const notify = vi.fn(() => Promise.reject(new Error("down")))
  const { put, service } = await start([notification(["s3:ObjectCreated:*"])], { clock, notify })
  await put("a")
  await vi.waitFor(() => expect(warned).toHaveBeenCalledTimes(1))
  await service.reset()
  clock.advance(DAY)
  expect(notify).toHaveBeenCalledTimes(1)
})

it.each<[string, readonly Partial<BucketNotification>[]]>([
  ["one event", [{ id: "a" }, { id: "b", events: ["s3:ObjectCreated:Put"] }]],
  [
    "a prefix within a prefix",
    [
      { id: "a", prefix: "in/" },
      { id: "b", prefix: "in/raw/" },
    ],
  ],
  [
    "suffixes that end alike",
    [
      { id: "a", suffix: ".jpg" },
      { id: "b", suffix: "g" },
    ],
  ],
  [
    "a prefix and a suffix",
    [
      { id: "a", prefix: "in/" },
      { id: "b", suffix: ".jpg" },
    ],
  ],
])("refuses notifications that overlap by %s", async (_, parts) => {
  const notifications = parts.map((part) => notification(["s3:ObjectCreated:*"], part))
  await expect(start(notifications)).rejects.toThrow(/bucket photos .* share a common event type. a and b both get/)
})

it("takes notifications that do not overlap", async () => {
  const created = ["s3:ObjectCreated:*"]
  const { put, sent } = await start([
    notification(created, { id: "a", prefix: "a/" }),
    notification(created, { id: "b", prefix: "b/", suffix: ".jpg" }),
    notification(created, { id: "c", prefix: "b/", suffix: ".png" }),
    notification(["s3:ObjectRemoved:*", "s3:ReducedRedundancyLostObject", "s3:Replication:*"], { id: "d" }),
  ])
  await put("b/x.png")
  expect(sent).toHaveLength(1)
})

it("refuses events that S3 does not have, an ID twice, and notifications that go nowhere", async () => {
  await expect(start([notification(["s3:ObjectCreated:Pet"])])).rejects.toThrow("s3:ObjectCreated:Pet")
  const twice = [notification(["s3:ObjectCreated:Put"]), notification(["s3:ObjectCreated:Copy"])]
  await expect(start(twice)).rejects.toThrow("two have the ID Photos")
  await expect(startS3({ notifications: [notification(["s3:ObjectCreated:*"])] })).rejects.toThrow("notify")
})
