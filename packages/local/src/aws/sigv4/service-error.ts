import { randomUUID } from "node:crypto"
import type { AwsError } from "../errors.ts"
import { jsonError } from "../json-protocol.ts"
import { errorResponse } from "../s3/errors.ts"
import { newRequestId } from "../s3/request.ts"
import { errorAnswer } from "../sns/query-protocol.ts"
import { NAMESPACE } from "../sns/sns.ts"
import type { AwsRequest, AwsResponse } from "../service.ts"
import { queryCompatible } from "../sqs/errors.ts"

/** Their clients read the error's code where the older query protocol had it. */
const QUERY_COMPATIBLE = ["monitoring", "sqs"]

/** An error in the form of the service that the request was for, before that service has seen it. */
export function serviceError(service: string, request: AwsRequest, error: AwsError): AwsResponse {
  if (service === "s3") return errorResponse(error, request.method, request.path, newRequestId())
  if (service === "sns") return errorAnswer(error, NAMESPACE, randomUUID())
  const response = jsonError(error, request.headers["content-type"] ?? "application/x-amz-json-1.0")
  return QUERY_COMPATIBLE.includes(service) ? queryCompatible(response) : response
}
