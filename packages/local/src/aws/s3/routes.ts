import { abortMultipartUpload, createMultipartUpload, uploadPart } from "./multipart-upload.ts"
import { getBucketLocation, headBucket, listBuckets } from "./buckets.ts"
import {
  getBucketCors,
  getBucketLifecycleConfiguration,
  getBucketNotificationConfiguration,
  getBucketTagging,
  getBucketVersioning,
  getPublicAccessBlock,
} from "./bucket-configuration.ts"
import { completeMultipartUpload } from "./complete-multipart-upload.ts"
import { copyObject } from "./copy-object.ts"
import { deleteObject, deleteObjects } from "./delete-object.ts"
import { notImplemented } from "./errors.ts"
import { getObjectAttributes } from "./get-object-attributes.ts"
import { getObject, headObject } from "./get-object.ts"
import { listObjectsV2 } from "./list-objects.ts"
import { listObjects } from "./list-objects-v1.ts"
import { listMultipartUploads, listParts } from "./list-uploads.ts"
import { listObjectVersions } from "./list-versions.ts"
import { RESPONSE_OVERRIDES } from "./object-headers.ts"
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from "./object-tagging.ts"
import { operationName } from "./operation-name.ts"
import { postObject } from "./post-object.ts"
import { putObject } from "./put-object.ts"
import { restoreObject } from "./restore-object.ts"
import type { S3Request } from "./request.ts"
import { uploadPartCopy } from "./upload-part-copy.ts"
import type { S3Operation } from "./types.ts"

interface Route {
  readonly on: "service" | "bucket" | "object"
  readonly method: string
  /** Query parameters that must be there, which choose the operation. */
  readonly selectors?: readonly string[]
  /** Query parameters that may be there. Any other makes it a different operation. */
  readonly options?: readonly string[]
  /** Whether the x-amz-copy-source header must be there; without it, it must not. */
  readonly copy?: boolean
  readonly run: S3Operation
}

const READ_OPTIONS = ["versionId", ...Object.keys(RESPONSE_OVERRIDES)]
const LIST_OPTIONS = [
  "prefix",
  "delimiter",
  "max-keys",
  "continuation-token",
  "start-after",
  "encoding-type",
  "fetch-owner",
]

const LIST_V1_OPTIONS = ["prefix", "delimiter", "max-keys", "marker", "encoding-type"]
const UPLOADS_OPTIONS = ["prefix", "delimiter", "max-uploads", "key-marker", "upload-id-marker", "encoding-type"]
const PARTS_OPTIONS = ["max-parts", "part-number-marker"]

const VERSIONS_OPTIONS = ["prefix", "delimiter", "max-keys", "key-marker", "version-id-marker", "encoding-type"]
const ONE_VERSION = ["versionId"]

/** By AWS's names. */
const ROUTES: Readonly<Record<string, Route>> = {
  ListBuckets: { on: "service", method: "GET", run: listBuckets },
  HeadBucket: { on: "bucket", method: "HEAD", run: headBucket },
  GetBucketLocation: { on: "bucket", method: "GET", selectors: ["location"], run: getBucketLocation },
  GetBucketVersioning: { on: "bucket", method: "GET", selectors: ["versioning"], run: getBucketVersioning },
  GetBucketCors: { on: "bucket", method: "GET", selectors: ["cors"], run: getBucketCors },
  GetBucketLifecycleConfiguration: {
    on: "bucket",
    method: "GET",
    selectors: ["lifecycle"],
    run: getBucketLifecycleConfiguration,
  },
  GetPublicAccessBlock: { on: "bucket", method: "GET", selectors: ["publicAccessBlock"], run: getPublicAccessBlock },
  GetBucketTagging: { on: "bucket", method: "GET", selectors: ["tagging"], run: getBucketTagging },
  GetBucketNotificationConfiguration: {
    on: "bucket",
    method: "GET",
    selectors: ["notification"],
    run: getBucketNotificationConfiguration,
  },
  ListObjectsV2: { on: "bucket", method: "GET", selectors: ["list-type"], options: LIST_OPTIONS, run: listObjectsV2 },
  ListObjects: { on: "bucket", method: "GET", options: LIST_V1_OPTIONS, run: listObjects },
  ListObjectVersions: {
    on: "bucket",
    method: "GET",
    selectors: ["versions"],
    options: VERSIONS_OPTIONS,
    run: listObjectVersions,
  },
  ListMultipartUploads: {
    on: "bucket",
    method: "GET",
    selectors: ["uploads"],
    options: UPLOADS_OPTIONS,
    run: listMultipartUploads,
  },
  DeleteObjects: { on: "bucket", method: "POST", selectors: ["delete"], run: deleteObjects },
  PostObject: { on: "bucket", method: "POST", run: postObject },
  PutObject: { on: "object", method: "PUT", run: putObject },
  CopyObject: { on: "object", method: "PUT", copy: true, run: copyObject },
  GetObject: { on: "object", method: "GET", options: READ_OPTIONS, run: getObject },
  HeadObject: { on: "object", method: "HEAD", options: READ_OPTIONS, run: headObject },
  GetObjectAttributes: {
    on: "object",
    method: "GET",
    selectors: ["attributes"],
    options: ONE_VERSION,
    run: getObjectAttributes,
  },
  DeleteObject: { on: "object", method: "DELETE", options: ONE_VERSION, run: deleteObject },
  GetObjectTagging: {
    on: "object",
    method: "GET",
    selectors: ["tagging"],
    options: ONE_VERSION,
    run: getObjectTagging,
  },
  PutObjectTagging: {
    on: "object",
    method: "PUT",
    selectors: ["tagging"],
    options: ONE_VERSION,
    run: putObjectTagging,
  },
  DeleteObjectTagging: {
    on: "object",
    method: "DELETE",
    selectors: ["tagging"],
    options: ONE_VERSION,
    run: deleteObjectTagging,
  },
  RestoreObject: { on: "object", method: "POST", selectors: ["restore"], options: ONE_VERSION, run: restoreObject },
  CreateMultipartUpload: { on: "object", method: "POST", selectors: ["uploads"], run: createMultipartUpload },
  UploadPart: { on: "object", method: "PUT", selectors: ["partNumber", "uploadId"], run: uploadPart },
  UploadPartCopy: {
    on: "object",
    method: "PUT",
    selectors: ["partNumber", "uploadId"],
    copy: true,
    run: uploadPartCopy,
  },
  ListParts: { on: "object", method: "GET", selectors: ["uploadId"], options: PARTS_OPTIONS, run: listParts },
  CompleteMultipartUpload: { on: "object", method: "POST", selectors: ["uploadId"], run: completeMultipartUpload },
  AbortMultipartUpload: { on: "object", method: "DELETE", selectors: ["uploadId"], run: abortMultipartUpload },
}

/** All that S3 can do here, by AWS's names. */
export const OPERATIONS: readonly string[] = Object.keys(ROUTES).toSorted()

/** The operation that a request asks for; throws NotImplemented with its name where the engine does not have it. */
export function findOperation(request: S3Request): S3Operation {
  const parameters = [...request.query.keys()].filter((name) => !isEnvelope(name))
  const route = Object.values(ROUTES).find((candidate) => isMatch(candidate, request, parameters))
  if (route === undefined) throw notImplemented(operationName(request, parameters))
  return route.run
}

/** Parameters that say nothing about the operation: the SDK's x-id and the presigned ones. */
const isEnvelope = (name: string) => name === "x-id" || name.toLowerCase().startsWith("x-amz-")

function isMatch(route: Route, request: S3Request, parameters: readonly string[]): boolean {
  const { on, method, selectors = [], options = [], copy = false } = route
  if (method !== request.method || on !== level(request)) return false
  if (copy !== "x-amz-copy-source" in request.headers) return false
  const known = [...selectors, ...options]
  return selectors.every((name) => parameters.includes(name)) && parameters.every((name) => known.includes(name))
}

function level({ bucket, key }: S3Request): Route["on"] {
  if (key !== "") return "object"
  return bucket === "" ? "service" : "bucket"
}
