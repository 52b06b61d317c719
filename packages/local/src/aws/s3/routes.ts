import { abortMultipartUpload, createMultipartUpload, uploadPart } from "./multipart-upload.ts"
import { getBucketLocation, headBucket, listBuckets } from "./buckets.ts"
import { completeMultipartUpload } from "./complete-multipart-upload.ts"
import { copyObject } from "./copy-object.ts"
import { deleteObject, deleteObjects } from "./delete-object.ts"
import { notImplemented } from "./errors.ts"
import { getObjectAttributes } from "./get-object-attributes.ts"
import { getObject, headObject } from "./get-object.ts"
import { listObjectsV2 } from "./list-objects.ts"
import { listObjects } from "./list-objects-v1.ts"
import { listMultipartUploads, listParts } from "./list-uploads.ts"
import { RESPONSE_OVERRIDES } from "./object-headers.ts"
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from "./object-tagging.ts"
import { operationName } from "./operation-name.ts"
import { postObject } from "./post-object.ts"
import { putObject } from "./put-object.ts"
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

const ROUTES: readonly Route[] = [
  { on: "service", method: "GET", run: listBuckets },
  { on: "bucket", method: "HEAD", run: headBucket },
  { on: "bucket", method: "GET", selectors: ["location"], run: getBucketLocation },
  { on: "bucket", method: "GET", selectors: ["list-type"], options: LIST_OPTIONS, run: listObjectsV2 },
  { on: "bucket", method: "GET", options: LIST_V1_OPTIONS, run: listObjects },
  { on: "bucket", method: "GET", selectors: ["uploads"], options: UPLOADS_OPTIONS, run: listMultipartUploads },
  { on: "bucket", method: "POST", selectors: ["delete"], run: deleteObjects },
  { on: "bucket", method: "POST", run: postObject },
  { on: "object", method: "PUT", run: putObject },
  { on: "object", method: "PUT", copy: true, run: copyObject },
  { on: "object", method: "GET", options: READ_OPTIONS, run: getObject },
  { on: "object", method: "HEAD", options: READ_OPTIONS, run: headObject },
  { on: "object", method: "GET", selectors: ["attributes"], options: ["versionId"], run: getObjectAttributes },
  { on: "object", method: "DELETE", options: ["versionId"], run: deleteObject },
  { on: "object", method: "GET", selectors: ["tagging"], options: ["versionId"], run: getObjectTagging },
  { on: "object", method: "PUT", selectors: ["tagging"], options: ["versionId"], run: putObjectTagging },
  { on: "object", method: "DELETE", selectors: ["tagging"], options: ["versionId"], run: deleteObjectTagging },
  { on: "object", method: "POST", selectors: ["uploads"], run: createMultipartUpload },
  { on: "object", method: "PUT", selectors: ["partNumber", "uploadId"], run: uploadPart },
  { on: "object", method: "PUT", selectors: ["partNumber", "uploadId"], copy: true, run: uploadPartCopy },
  { on: "object", method: "GET", selectors: ["uploadId"], options: PARTS_OPTIONS, run: listParts },
  { on: "object", method: "POST", selectors: ["uploadId"], run: completeMultipartUpload },
  { on: "object", method: "DELETE", selectors: ["uploadId"], run: abortMultipartUpload },
]

/** The operation that a request asks for; throws NotImplemented with its name where the engine does not have it. */
export function findOperation(request: S3Request): S3Operation {
  const parameters = [...request.query.keys()].filter((name) => !isEnvelope(name))
  const route = ROUTES.find((candidate) => isMatch(candidate, request, parameters))
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
