import {
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from "@aws-sdk/client-s3"
import { expect, it } from "vitest"
import { BUCKET, QUIET_BUCKET, startS3, VERSIONED_BUCKET } from "./testing.ts"

const photos = { Bucket: BUCKET }
const quiet = { Bucket: QUIET_BUCKET }
const notify = () => Promise.resolve()

it("tells the notifications by where they go, and whether EventBridge gets events", async () => {
  const arn = (service: string) => `arn:aws:${service}:us-east-1:123456789012:x`
  const notifications = [
    { id: "f", arn: arn("lambda"), events: ["s3:ObjectCreated:*"], prefix: "in/", suffix: ".jpg" },
    { id: "q", arn: arn("sqs"), events: ["s3:ObjectRemoved:*", "s3:ObjectTagging:Put"] },
    { id: "t", arn: arn("sns"), events: ["s3:ObjectRestore:Post"], suffix: ".png" },
  ]
  const { client } = await startS3({ notifications, notify })
  const { $metadata: _, ...got } = await client.send(new GetBucketNotificationConfigurationCommand(photos))
  const rule = (Name: string, Value: string) => ({ Name, Value })
  expect(got).toEqual({
    LambdaFunctionConfigurations: [
      {
        Id: "f",
        LambdaFunctionArn: arn("lambda"),
        Events: ["s3:ObjectCreated:*"],
        Filter: { Key: { FilterRules: [rule("Prefix", "in/"), rule("Suffix", ".jpg")] } },
      },
    ],
    QueueConfigurations: [{ Id: "q", QueueArn: arn("sqs"), Events: ["s3:ObjectRemoved:*", "s3:ObjectTagging:Put"] }],
    TopicConfigurations: [
      {
        Id: "t",
        TopicArn: arn("sns"),
        Events: ["s3:ObjectRestore:Post"],
        Filter: { Key: { FilterRules: [rule("Suffix", ".png")] } },
      },
    ],
    EventBridgeConfiguration: {},
  })
  const none = await client.send(new GetBucketNotificationConfigurationCommand(quiet))
  expect(none.EventBridgeConfiguration).toBeUndefined()
})

it("tells the CORS rules", async () => {
  const { client } = await startS3({
    cors: [{ allowedMethods: ["GET", "PUT"], allowedOrigins: ["*"], exposeHeaders: ["etag"], maxAgeSeconds: 60 }],
  })
  const { CORSRules } = await client.send(new GetBucketCorsCommand(photos))
  expect(CORSRules).toEqual([
    { AllowedMethods: ["GET", "PUT"], AllowedOrigins: ["*"], ExposeHeaders: ["etag"], MaxAgeSeconds: 60 },
  ])
  await expect(client.send(new GetBucketCorsCommand(quiet))).rejects.toMatchObject({ name: "NoSuchCORSConfiguration" })
})

it("tells the lifecycle rules", async () => {
  const { client } = await startS3({
    lifecycle: [
      {
        id: "all",
        status: "Enabled",
        filter: { and: { prefix: "a/", objectSizeLessThan: 9, tags: { of: "anna" } } },
        expiration: { days: 3 },
        transitions: [{ date: "2026-02-01T00:00:00Z", storageClass: "GLACIER" }],
        noncurrentVersionExpiration: { noncurrentDays: 2, newerNoncurrentVersions: 1 },
        noncurrentVersionTransitions: [{ noncurrentDays: 1, storageClass: "STANDARD_IA" }],
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
      {
        status: "Disabled",
        filter: { tag: { key: "k", value: "v" } },
        expiration: { expiredObjectDeleteMarker: true },
      },
    ],
  })
  const { Rules } = await client.send(new GetBucketLifecycleConfigurationCommand(photos))
  expect(Rules).toEqual([
    {
      ID: "all",
      Status: "Enabled",
      Filter: { And: { Prefix: "a/", ObjectSizeLessThan: 9, Tags: [{ Key: "of", Value: "anna" }] } },
      Expiration: { Days: 3 },
      Transitions: [{ Date: new Date("2026-02-01T00:00:00Z"), StorageClass: "GLACIER" }],
      NoncurrentVersionExpiration: { NoncurrentDays: 2, NewerNoncurrentVersions: 1 },
      NoncurrentVersionTransitions: [{ NoncurrentDays: 1, StorageClass: "STANDARD_IA" }],
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    },
    {
      Status: "Disabled",
      Filter: { Tag: { Key: "k", Value: "v" } },
      Expiration: { ExpiredObjectDeleteMarker: true },
    },
  ])
  await expect(client.send(new GetBucketLifecycleConfigurationCommand(quiet))).rejects.toMatchObject({
    name: "NoSuchLifecycleConfiguration",
  })
})

it("tells versioning, tags and the public access block", async () => {
  const { client } = await startS3({ tags: { "sst:app": "darkroom" }, publicAccessBlocked: true })
  const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket: VERSIONED_BUCKET }))
  expect(Status).toBe("Enabled")
  const { TagSet } = await client.send(new GetBucketTaggingCommand(photos))
  expect(TagSet).toEqual([{ Key: "sst:app", Value: "darkroom" }])
  await expect(client.send(new GetBucketTaggingCommand(quiet))).rejects.toMatchObject({ name: "NoSuchTagSet" })
  const { PublicAccessBlockConfiguration } = await client.send(new GetPublicAccessBlockCommand(photos))
  expect(PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  })
  await expect(client.send(new GetPublicAccessBlockCommand(quiet))).rejects.toMatchObject({
    name: "NoSuchPublicAccessBlockConfiguration",
    $metadata: { httpStatusCode: 404 },
  })
})
