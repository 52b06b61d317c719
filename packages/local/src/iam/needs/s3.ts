import {
  getBucketCors,
  getBucketLifecycleConfiguration,
  getBucketNotificationConfiguration,
  getBucketTagging,
  getBucketVersioning,
  getPublicAccessBlock,
} from "../../aws/s3/bucket-configuration.ts"
import { getBucketLocation, headBucket, listBuckets } from "../../aws/s3/buckets.ts"
import { completeMultipartUpload } from "../../aws/s3/complete-multipart-upload.ts"
import { copyObject } from "../../aws/s3/copy-object.ts"
import { deleteObject, deleteObjects } from "../../aws/s3/delete-object.ts"
import { getObject, headObject } from "../../aws/s3/get-object.ts"
import { getObjectAttributes } from "../../aws/s3/get-object-attributes.ts"
import { listObjects } from "../../aws/s3/list-objects-v1.ts"
import { listObjectsV2 } from "../../aws/s3/list-objects.ts"
import { listMultipartUploads, listParts } from "../../aws/s3/list-uploads.ts"
import { listObjectVersions } from "../../aws/s3/list-versions.ts"
import { abortMultipartUpload, createMultipartUpload, uploadPart } from "../../aws/s3/multipart-upload.ts"
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from "../../aws/s3/object-tagging.ts"
import { putObject } from "../../aws/s3/put-object.ts"
import { decode, parseRequest, type S3Request } from "../../aws/s3/request.ts"
import { restoreObject } from "../../aws/s3/restore-object.ts"
import { findOperation } from "../../aws/s3/routes.ts"
import type { S3Operation } from "../../aws/s3/types.ts"
import { uploadPartCopy } from "../../aws/s3/upload-part-copy.ts"
import type { Need } from "../need.ts"
import type { ReadNeeds } from "./read-needs.ts"

export const bucketArn = (bucket: string) => `arn:aws:s3:::${bucket}`
export const objectArn = (bucket: string, key: string) => `${bucketArn(bucket)}/${key}`

const onObject =
  (action: string) =>
  ({ bucket, key }: S3Request): Need[] => [{ action, resource: objectArn(bucket, key) }]

/** A version that is asked for by its id is a permission of its own. */
const onVersion = (current: string, version: string) => (request: S3Request) =>
  onObject(request.query.has("versionId") ? version : current)(request)

const onBucket =
  (action: string) =>
  ({ bucket, query }: S3Request): Need[] => {
    const value = (name: string) => query.get(name) ?? undefined
    const context = { "s3:prefix": value("prefix"), "s3:delimiter": value("delimiter") }
    return [{ action, resource: bucketArn(bucket), context }]
  }

const attributes = (request: S3Request): Need[] => [
  ...onVersion("s3:GetObject", "s3:GetObjectVersion")(request),
  ...onVersion("s3:GetObjectAttributes", "s3:GetObjectVersionAttributes")(request),
]

/** Tags that come with the object are a permission of their own. */
const putting = (request: S3Request): Need[] => [
  ...onObject("s3:PutObject")(request),
  ...("x-amz-tagging" in request.headers ? onObject("s3:PutObjectTagging")(request) : []),
]

function copying(request: S3Request): Need[] {
  const { path, version } = sourceOf(request.headers)
  const action = version === undefined ? "s3:GetObject" : "s3:GetObjectVersion"
  return [{ action, resource: bucketArn(path) }, ...putting(request)]
}

/** To compare an ETag is to read. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html */
const deleting = (request: S3Request): Need[] => [
  ...onVersion("s3:DeleteObject", "s3:DeleteObjectVersion")(request),
  ...((request.headers["if-match"] ?? "*") === "*" ? [] : onObject("s3:GetObject")(request)),
]

/** `bucket/key`, as CopyObject reads it. */
export function sourceOf(headers: S3Request["headers"]): { path: string; version: string | undefined } {
  const [path = "", version] = (headers["x-amz-copy-source"] ?? "").split("?versionId=")
  return { path: decode(path).replace(/^\//, ""), version }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
const OPERATIONS: ReadonlyMap<S3Operation, (request: S3Request) => readonly Need[]> = new Map([
  [listBuckets, () => [{ action: "s3:ListAllMyBuckets", resource: "*" }]],
  [headBucket, onBucket("s3:ListBucket")],
  [getBucketLocation, onBucket("s3:GetBucketLocation")],
  [getBucketVersioning, onBucket("s3:GetBucketVersioning")],
  [getBucketCors, onBucket("s3:GetBucketCORS")],
  [getBucketLifecycleConfiguration, onBucket("s3:GetLifecycleConfiguration")],
  [getPublicAccessBlock, onBucket("s3:GetBucketPublicAccessBlock")],
  [getBucketTagging, onBucket("s3:GetBucketTagging")],
  [getBucketNotificationConfiguration, onBucket("s3:GetBucketNotification")],
  [listObjects, onBucket("s3:ListBucket")],
  [listObjectsV2, onBucket("s3:ListBucket")],
  [listObjectVersions, onBucket("s3:ListBucketVersions")],
  [listMultipartUploads, onBucket("s3:ListBucketMultipartUploads")],
  [getObject, onVersion("s3:GetObject", "s3:GetObjectVersion")],
  [headObject, onVersion("s3:GetObject", "s3:GetObjectVersion")],
  [getObjectAttributes, attributes],
  [putObject, putting],
  [copyObject, copying],
  [createMultipartUpload, putting],
  [uploadPart, onObject("s3:PutObject")],
  [uploadPartCopy, copying],
  [listParts, onObject("s3:ListMultipartUploadParts")],
  [completeMultipartUpload, onObject("s3:PutObject")],
  [abortMultipartUpload, onObject("s3:AbortMultipartUpload")],
  [deleteObject, deleting],
  [restoreObject, onObject("s3:RestoreObject")],
  // Each key for itself: delete-objects.ts.
  [deleteObjects, () => []],
  [getObjectTagging, onVersion("s3:GetObjectTagging", "s3:GetObjectVersionTagging")],
  [putObjectTagging, onVersion("s3:PutObjectTagging", "s3:PutObjectVersionTagging")],
  [deleteObjectTagging, onVersion("s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging")],
])

/** By the operation that S3 itself will find; throws NotImplemented for one that it does not have. */
export const s3Needs: ReadNeeds = (raw) => {
  const request = parseRequest(raw, "")
  return OPERATIONS.get(findOperation(request))?.(request)
}

export function isDeleteObjects(raw: Parameters<ReadNeeds>[0]): boolean {
  return findOperation(parseRequest(raw, "")) === deleteObjects
}
