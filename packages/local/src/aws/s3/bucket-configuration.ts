import { S3Error } from "./errors.ts"
import type { BucketNotification, LifecycleRule, S3Bucket, S3Operation } from "./types.ts"
import { xmlDocument } from "./xml.ts"
import type { XmlContent } from "./xml.ts"

type Read = (bucket: S3Bucket) => { readonly [name: string]: XmlContent }

/** A read of what the app says of its bucket. */
const reading =
  (root: string, read: Read): S3Operation =>
  ({ bucket: name }, { buckets }) => {
    const bucket = buckets.get(name)
    const body = xmlDocument(root, bucket ? read(bucket) : {})
    return { status: 200, headers: { "content-type": "application/xml" }, body }
  }

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html */
export const getBucketVersioning: S3Operation = ({ bucket }, { versioning }) => ({
  status: 200,
  headers: { "content-type": "application/xml" },
  body: xmlDocument("VersioningConfiguration", { Status: versioning.statusOf(bucket) }),
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html */
export const getBucketCors = reading("CORSConfiguration", ({ name, cors = [] }) => {
  if (cors.length === 0) throw missing("NoSuchCORSConfiguration", "The CORS configuration does not exist", name)
  return {
    CORSRule: cors.map((rule) => ({
      AllowedMethod: rule.allowedMethods,
      AllowedOrigin: rule.allowedOrigins,
      AllowedHeader: rule.allowedHeaders,
      ExposeHeader: rule.exposeHeaders,
      MaxAgeSeconds: rule.maxAgeSeconds,
    })),
  }
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html */
export const getBucketLifecycleConfiguration = reading("LifecycleConfiguration", ({ name, lifecycle = [] }) => {
  if (lifecycle.length === 0)
    throw missing("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", name)
  return { Rule: lifecycle.map(ruleXml) }
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html */
export const getPublicAccessBlock = reading("PublicAccessBlockConfiguration", ({ name, publicAccessBlocked }) => {
  if (!publicAccessBlocked) {
    const message = "The public access block configuration was not found"
    throw missing("NoSuchPublicAccessBlockConfiguration", message, name)
  }
  return { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true }
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html */
export const getBucketTagging = reading("Tagging", ({ name, tags = {} }) => {
  const Tag = tagsXml(tags)
  if (Tag.length === 0) throw missing("NoSuchTagSet", "The TagSet does not exist", name)
  return { TagSet: { Tag } }
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html */
export const getBucketNotificationConfiguration = reading(
  "NotificationConfiguration",
  ({ notifications = [], eventBridge }) => {
    const of = (service: string, element: string) =>
      notifications.filter(({ arn }) => arn.split(":")[2] === service).map((one) => notificationXml(one, element))
    return {
      TopicConfiguration: of("sns", "Topic"),
      QueueConfiguration: of("sqs", "Queue"),
      CloudFunctionConfiguration: of("lambda", "CloudFunction"),
      EventBridgeConfiguration: eventBridge ? "" : undefined,
    }
  },
)

function notificationXml({ id, arn, events, prefix, suffix }: BucketNotification, element: string): XmlContent {
  const FilterRule = Object.entries({ Prefix: prefix, Suffix: suffix })
    .filter(([, Value]) => Value !== undefined)
    .map(([Name, Value]) => ({ Name, Value }))
  const Filter = FilterRule.length === 0 ? undefined : { S3Key: { FilterRule } }
  return { Id: id, [element]: arn, Event: events, Filter }
}

function ruleXml(rule: LifecycleRule): XmlContent {
  const { filter, expiration, transitions = [], noncurrentVersionTransitions = [] } = rule
  const noncurrent = rule.noncurrentVersionExpiration
  return {
    ID: rule.id,
    Status: rule.status ?? "Enabled",
    Prefix: filter === undefined ? (rule.prefix ?? "") : undefined,
    Filter: filter && filterXml(filter),
    Expiration: expiration && {
      ...timeXml(expiration),
      ExpiredObjectDeleteMarker: expiration.expiredObjectDeleteMarker,
    },
    Transition: transitions.map((one) => ({ ...timeXml(one), StorageClass: one.storageClass })),
    NoncurrentVersionExpiration: noncurrent && noncurrentXml(noncurrent),
    NoncurrentVersionTransition: noncurrentVersionTransitions.map((one) => ({
      ...noncurrentXml(one),
      StorageClass: one.storageClass,
    })),
    AbortIncompleteMultipartUpload: rule.abortIncompleteMultipartUpload && {
      DaysAfterInitiation: rule.abortIncompleteMultipartUpload.daysAfterInitiation,
    },
  }
}

function filterXml({ tag, and, ...selection }: NonNullable<LifecycleRule["filter"]>): XmlContent {
  return {
    ...selectionXml(selection),
    Tag: tag && { Key: tag.key, Value: tag.value },
    And: and && { ...selectionXml(and), Tag: tagsXml(and.tags ?? {}) },
  }
}

const selectionXml = (selection: NonNullable<LifecycleRule["filter"]>) => ({
  Prefix: selection.prefix,
  ObjectSizeGreaterThan: selection.objectSizeGreaterThan,
  ObjectSizeLessThan: selection.objectSizeLessThan,
})

const timeXml = ({ days, date }: NonNullable<LifecycleRule["expiration"]>) => ({
  Days: days,
  Date: date === undefined ? undefined : new Date(date).toISOString(),
})

const noncurrentXml = (time: NonNullable<LifecycleRule["noncurrentVersionExpiration"]>) => ({
  NoncurrentDays: time.noncurrentDays,
  NewerNoncurrentVersions: time.newerNoncurrentVersions,
})

const tagsXml = (tags: Readonly<Record<string, string>>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))

const missing = (code: string, message: string, bucket: string) =>
  new S3Error(code, message, 404, { BucketName: bucket })
