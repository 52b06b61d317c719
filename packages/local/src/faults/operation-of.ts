import { Readable } from "node:stream"
import { readBody } from "../aws/body.ts"
import { findRoute as findLambdaRoute } from "../aws/lambda/routes.ts"
import { operationName } from "../aws/s3/operation-name.ts"
import { parseRequest } from "../aws/s3/request.ts"
import { findRoute as findSchedulerRoute } from "../aws/scheduler/routes.ts"
import type { AwsRequest } from "../aws/service.ts"

/** Names that do not follow from method and sub-resource, and that the SDK does not send as x-id. */
const S3_NAMES: Readonly<Record<string, string>> = {
  PostBucketDelete: "DeleteObjects",
  PostObjectUploads: "CreateMultipartUpload",
  PostObjectUploadId: "CompleteMultipartUpload",
}

export interface NamedRequest {
  readonly operation: string
  /** To be handed on in place of the request, whose body may have been read. */
  readonly request: AwsRequest
}

/** What a request asks for, in each protocol's own place. */
export async function operationOf(service: string, request: AwsRequest): Promise<NamedRequest> {
  const target = request.headers["x-amz-target"]
  if (target !== undefined) return { operation: target.split(".").at(-1) ?? "", request }
  if (service === "s3") return { operation: s3Operation(request), request }
  if (service === "lambda") return { operation: findLambdaRoute(request)?.operation ?? "", request }
  if (service === "scheduler") return { operation: findSchedulerRoute(request)?.operation ?? "", request }
  const body = await readBody(request)
  const operation = new URLSearchParams(body.toString("utf8")).get("Action") ?? ""
  return { operation, request: { ...request, body: Readable.from([body]) } }
}

function s3Operation(request: AwsRequest): string {
  if (request.method === "GET" && request.path === "/") return "ListBuckets"
  const isParameter = (name: string) => name !== "x-id" && !name.toLowerCase().startsWith("x-amz-")
  try {
    const name = operationName(parseRequest(request, ""), [...request.query.keys()].filter(isParameter)).split(" ")[0]
    return S3_NAMES[name ?? ""] ?? name ?? ""
  } catch {
    // The service itself says what is wrong with the request.
    return ""
  }
}
