import {
  DeleteObjectCommand,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3"
import { expect } from "vitest"
import type { Cases, Clients } from "./clients.ts"
import { arns } from "./arns.ts"

const plain = { Bucket: "plain" }
const versioned = { Bucket: "versioned" }

const put = async ({ s3 }: Clients, ...keys: string[]) => {
  for (const Key of keys) await s3.send(new PutObjectCommand({ ...plain, Key, Body: Key }))
}

export const s3BucketCases: Cases = {
  async ListBuckets({ s3 }) {
    const { Buckets } = await s3.send(new ListBucketsCommand({}))
    expect(Buckets?.map(({ Name }) => Name)).toEqual(["plain", "versioned"])
  },
  async HeadBucket({ s3 }) {
    expect(await s3.send(new HeadBucketCommand(plain))).toMatchObject({ BucketRegion: "us-east-1" })
    await expect(s3.send(new HeadBucketCommand({ Bucket: "none" }))).rejects.toMatchObject({ name: "NotFound" })
  },
  async GetBucketLocation({ s3 }) {
    // Buckets in us-east-1 have none.
    expect((await s3.send(new GetBucketLocationCommand(plain))).LocationConstraint).toBeUndefined()
    await expect(s3.send(new GetBucketLocationCommand({ Bucket: "none" }))).rejects.toMatchObject({
      name: "NoSuchBucket",
    })
  },
  async GetBucketVersioning({ s3 }) {
    const statuses = [plain, versioned].map(async (bucket) => {
      return (await s3.send(new GetBucketVersioningCommand(bucket))).Status
    })
    expect(await Promise.all(statuses)).toEqual([undefined, "Enabled"])
  },
  async GetBucketCors({ s3 }) {
    const { CORSRules } = await s3.send(new GetBucketCorsCommand(plain))
    const rule = { AllowedMethods: ["PUT"], AllowedOrigins: ["https://app.example"], MaxAgeSeconds: 60 }
    expect(CORSRules).toEqual([rule])
    await expect(s3.send(new GetBucketCorsCommand(versioned))).rejects.toMatchObject({
      name: "NoSuchCORSConfiguration",
    })
  },
  async GetBucketLifecycleConfiguration({ s3 }) {
    const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand(plain))
    expect(Rules).toMatchObject([
      { ID: "tidy", Status: "Enabled", Filter: { Prefix: "old/" }, Expiration: { Days: 7 } },
    ])
    await expect(s3.send(new GetBucketLifecycleConfigurationCommand(versioned))).rejects.toMatchObject({
      name: "NoSuchLifecycleConfiguration",
    })
  },
  async GetPublicAccessBlock({ s3 }) {
    const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand(plain))
    expect(PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    })
    await expect(s3.send(new GetPublicAccessBlockCommand(versioned))).rejects.toMatchObject({
      name: "NoSuchPublicAccessBlockConfiguration",
    })
  },
  async GetBucketTagging({ s3 }) {
    // The graph has no tags of buckets.
    await expect(s3.send(new GetBucketTaggingCommand(plain))).rejects.toMatchObject({ name: "NoSuchTagSet" })
  },
  async GetBucketNotificationConfiguration({ s3 }) {
    expect(await s3.send(new GetBucketNotificationConfigurationCommand(plain))).toMatchObject({
      EventBridgeConfiguration: {},
      QueueConfigurations: [
        {
          Id: "told",
          QueueArn: arns.queue("notifications"),
          Events: ["s3:ObjectCreated:*"],
          Filter: {
            Key: {
              FilterRules: [
                { Name: "Prefix", Value: "told/" },
                { Name: "Suffix", Value: ".txt" },
              ],
            },
          },
        },
      ],
    })
  },
  async ListObjectsV2(clients) {
    await put(clients, "v2/a.txt", "v2/b.txt", "v2/c/d.txt")
    const list = { ...plain, Prefix: "v2/", Delimiter: "/", MaxKeys: 2 }
    const first = await clients.s3.send(new ListObjectsV2Command(list))
    expect(first).toMatchObject({ KeyCount: 2, IsTruncated: true })
    expect(first.Contents).toMatchObject([
      { Key: "v2/a.txt", Size: 8 },
      { Key: "v2/b.txt", Size: 8 },
    ])
    const ContinuationToken = first.NextContinuationToken
    const rest = await clients.s3.send(new ListObjectsV2Command({ ...list, ContinuationToken }))
    expect(rest).toMatchObject({ CommonPrefixes: [{ Prefix: "v2/c/" }], IsTruncated: false })
  },
  async ListObjects(clients) {
    await put(clients, "v1/a.txt", "v1/b.txt", "v1/c.txt")
    const list = { ...plain, Prefix: "v1/", Delimiter: "/", MaxKeys: 2 }
    const first = await clients.s3.send(new ListObjectsCommand(list))
    expect(first).toMatchObject({ IsTruncated: true, NextMarker: "v1/b.txt" })
    expect(first.Contents?.[0]?.Owner?.ID).toEqual(expect.any(String))
    const rest = await clients.s3.send(new ListObjectsCommand({ ...list, Marker: first.NextMarker }))
    expect(rest.Contents).toMatchObject([{ Key: "v1/c.txt" }])
  },
  async ListObjectVersions({ s3 }) {
    const target = { ...versioned, Key: "listed" }
    const { VersionId } = await s3.send(new PutObjectCommand({ ...target, Body: "1" }))
    const marker = await s3.send(new DeleteObjectCommand(target))
    const { Versions, DeleteMarkers } = await s3.send(
      new ListObjectVersionsCommand({ ...versioned, Prefix: target.Key }),
    )
    expect(Versions).toMatchObject([{ Key: "listed", VersionId, IsLatest: false, Size: 1 }])
    expect(DeleteMarkers).toMatchObject([{ Key: "listed", VersionId: marker.VersionId, IsLatest: true }])
  },
}
