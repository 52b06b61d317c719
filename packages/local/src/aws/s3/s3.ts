import { setImmediate } from "node:timers/promises"
import type { AwsRequest, AwsResponse, ServiceContext } from "../service.ts"
import { openBodies } from "./bodies.ts"
import { corsHeaders, preflight } from "./cors.ts"
import { errorResponse, invalidArgument, noSuchBucket, S3Error } from "./errors.ts"
import { expireObjects } from "./expire-objects.ts"
import { readObject } from "./get-object.ts"
import { objectTable } from "./object-table.ts"
import { openOutbox } from "./outbox.ts"
import { checkPresigned } from "./presigned.ts"
import { newRequestId, parseRequest } from "./request.ts"
import type { S3Request } from "./request.ts"
import { findOperation } from "./routes.ts"
import type { S3Internals, S3Options, S3Service, UnsignedRequest } from "./types.ts"
import { uploadTable } from "./upload-table.ts"

export type * from "./types.ts"

/**
 * An embedded S3, path-style. Objects are rows in the store and files in the folder; buckets are those of the options.
 * Events that a crash left undelivered are emitted again soon after this returns.
 */
export function s3Service(options: S3Options, context: ServiceContext): S3Service {
  const s3 = openInternals(options, context)
  const recovery = setImmediate().then(() => s3.outbox.deliverAll())
  return {
    name: "s3",
    handle: (request) => handle(request, s3),
    getObject: (bucket, key) => readObject(s3, bucket, key),
    expireObjects: (now) => expireObjects(s3, now),
    corsHeaders: (request) => corsHeadersOf(request, s3),
    takesUnsigned: (request) => takesUnsigned(s3, request),
    async reset() {
      for (const table of [s3.outbox, s3.objects, s3.uploads]) table.clear()
      s3.bodies.sweep(() => false)
    },
    async close() {
      await s3.outbox.close()
      await recovery
      s3.bodies.close()
    },
  }
}

/** A form's upload is all that a POST to a bucket without a query can be: what else there is needs a signature. */
function takesUnsigned({ buckets }: S3Internals, { method, path, query, headers }: UnsignedRequest): boolean {
  if (!buckets.has(bucketIn(path))) return false
  if (method === "OPTIONS") return true
  return method === "POST" && /^\/[^/]+\/?$/.test(path) && query.size === 0 && headers["authorization"] === undefined
}

const bucketIn = (path: string) => path.split("/")[1] ?? ""

function openInternals(
  { buckets, folder, emit, authorize = () => {} }: S3Options,
  context: ServiceContext,
): S3Internals {
  const objects = objectTable(context.store)
  const uploads = uploadTable(context.store)
  const bodies = openBodies(folder)
  bodies.sweep((id) => objects.hasBody(id) || uploads.hasBody(id))
  const byName = new Map(buckets.map((bucket) => [bucket.name, bucket]))
  return {
    context,
    buckets: byName,
    bodies,
    objects,
    uploads,
    outbox: openOutbox(context, emit),
    authorize,
    started: context.clock.now(),
  }
}

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
  const version = query.get("versionId") ?? "null"
  if (version !== "null") throw invalidArgument("versionId", version, "Invalid version id specified")
}
