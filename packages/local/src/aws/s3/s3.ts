import { setImmediate } from "node:timers/promises"
import type { AwsRequest, AwsResponse, ServiceContext } from "../service.ts"
import { SECRET } from "../sigv4/signature.ts"
import { openBodies } from "./bodies.ts"
import { corsHeaders, preflight } from "./cors.ts"
import { errorResponse, noSuchBucket, S3Error } from "./errors.ts"
import { expireObjects } from "./expire-objects.ts"
import { openedObject, readObject } from "./get-object.ts"
import { checkNotifications } from "./notifications.ts"
import { openNotifier } from "./notifier.ts"
import { openObjects } from "./objects.ts"
import { openOutbox } from "./outbox.ts"
import { checkPresigned } from "./presigned.ts"
import { newRequestId, parseRequest } from "./request.ts"
import type { S3Request } from "./request.ts"
import { openRestorer } from "./restorer.ts"
import { findOperation, OPERATIONS } from "./routes.ts"
import type { S3Bucket, S3Internals, S3Options, S3Service, UnsignedRequest } from "./types.ts"
import { uploadTable } from "./upload-table.ts"

import { openVersioning } from "./versioning.ts"

export type * from "./types.ts"

/**
 * An embedded S3, path-style. Objects are rows in the store and files in the folder; buckets are those of the options.
 * Events that a crash left undelivered are emitted again soon after this returns.
 */
export function s3Service(options: S3Options, context: ServiceContext): S3Service {
  const s3 = openInternals(options, context)
  const recovery = setImmediate().then(() => recover(s3))
  return {
    name: "s3",
    operations: OPERATIONS,
    handle: (request) => handle(request, s3),
    getObject: (bucket, key) => readObject(s3, bucket, key),
    openObject: (bucket, key) => openedObject(s3, bucket, key),
    idle: s3.notifier.idle,
    expireObjects: (now) => expireObjects(s3, now),
    corsHeaders: (request) => corsHeadersOf(request, s3),
    takesUnsigned: (request) => takesUnsigned(s3, request),
    allowsOrigin: (request) => allowsOrigin(s3, request),
    async reset() {
      for (const table of [s3.outbox, s3.notifier, s3.objects, s3.uploads, s3.versioning]) table.clear()
      s3.bodies.sweep(() => false)
    },
    async close() {
      await Promise.all([s3.outbox.close(), s3.notifier.close(), s3.restorer.close()])
      await recovery
      s3.bodies.close()
    },
  }
}

/** Goes on with what an earlier run left. */
async function recover({ outbox, notifier, restorer }: S3Internals): Promise<void> {
  notifier.start()
  restorer.start()
  await outbox.deliverAll()
}

/** A form's upload is all that a POST to a bucket without a query can be: what else there is needs a signature. */
function takesUnsigned({ buckets }: S3Internals, { method, path, query, headers }: UnsignedRequest): boolean {
  if (!buckets.has(bucketIn(path))) return false
  if (method === "OPTIONS") return true
  return method === "POST" && /^\/[^/]+\/?$/.test(path) && query.size === 0 && headers["authorization"] === undefined
}

/**
 * By the bucket's CORS rules. A preflight changes nothing, and S3 answers it. Nor does a picture that another page shows: that page cannot
 * read it.
 */
function allowsOrigin({ buckets }: S3Internals, { method, path, headers }: UnsignedRequest): boolean {
  const bucket = buckets.get(bucketIn(path))
  if (bucket === undefined) return false
  if (method === "OPTIONS" || (method === "GET" && SHOWN.has(headers["sec-fetch-dest"] ?? ""))) return true
  return "access-control-allow-origin" in corsHeaders(bucket, method, headers)
}

/** https://www.w3.org/TR/fetch-metadata/#sec-fetch-dest-header */
const SHOWN = new Set(["audio", "image", "video"])

const bucketIn = (path: string) => path.split("/")[1] ?? ""

function openInternals(
  { buckets, folder, emit, notify, authorize = () => {}, secretsOf = () => [SECRET] }: S3Options,
  context: ServiceContext,
): S3Internals {
  checkBuckets(buckets, notify)
  const objects = openObjects(context.store)
  const uploads = uploadTable(context.store)
  const bodies = openBodies(folder)
  bodies.sweep((id) => objects.hasBody(id) || uploads.hasBody(id))
  const s3: S3Internals = {
    context,
    buckets: new Map(buckets.map((bucket) => [bucket.name, bucket])),
    bodies,
    objects,
    versioning: openVersioning(context.store, buckets),
    uploads,
    outbox: openOutbox(context, emit),
    notifier: openNotifier(context, notify ?? rejectNotification),
    restorer: openRestorer(() => s3),
    authorize,
    secretsOf,
    started: context.clock.now(),
  }
  return s3
}

function checkBuckets(buckets: readonly S3Bucket[], notify: S3Options["notify"]): void {
  for (const bucket of buckets) {
    checkNotifications(bucket)
    if (bucket.notifications?.length && notify === undefined)
      throw new Error(`The bucket ${bucket.name} has notifications, but nothing to \`notify\` is given`)
  }
}

/** For what an earlier run left, when there were notifications. */
const rejectNotification = () => Promise.reject(new Error("Nothing to `notify` is given"))

async function handle(raw: AwsRequest, s3: S3Internals): Promise<AwsResponse> {
  const id = newRequestId()
  const response = await answer(raw, id, s3)
  const common = { "x-amz-request-id": id, "x-amz-id-2": id, ...corsHeadersOf(raw, s3) }
  return { ...response, headers: { ...common, ...response.headers } }
}

function corsHeadersOf({ method, path, headers }: UnsignedRequest, { buckets }: S3Internals): Record<string, string> {
  const bucket = buckets.get(bucketIn(path))
  return bucket && method !== "OPTIONS" ? corsHeaders(bucket, method, headers) : {}
}

async function answer(raw: AwsRequest, id: string, s3: S3Internals): Promise<AwsResponse> {
  try {
    const request = parseRequest(raw, id)
    if (request.method === "OPTIONS") return preflight(request, s3)
    check(request, s3)
    return await findOperation(request)(request, s3)
  } catch (error) {
    return errorResponse(error, raw.method, raw.path, id)
  }
}

/** What holds for every operation. */
function check({ bucket, query, headers }: S3Request, { buckets, context }: S3Internals): void {
  checkPresigned(query, context.clock.now())
  if (bucket !== "" && !buckets.has(bucket)) throw noSuchBucket(bucket)
  const owner = headers["x-amz-expected-bucket-owner"]
  if (owner !== undefined && owner !== context.accountId) throw new S3Error("AccessDenied", "Access Denied", 403)
}
