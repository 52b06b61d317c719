import { XMLBuilder } from "fast-xml-parser"
import { randomUUID } from "node:crypto"
import type { AwsError } from "../errors.ts"
import { jsonError } from "../json-protocol.ts"
import { errorResponse } from "../s3/errors.ts"
import { newRequestId } from "../s3/request.ts"
import type { AwsRequest, AwsResponse } from "../service.ts"
import { queryCompatible } from "../sqs/errors.ts"

/** An error in the form of the service that the request was for, before that service has seen it. */
export function serviceError(service: string, request: AwsRequest, error: AwsError): AwsResponse {
  if (service === "s3") return errorResponse(error, request.method, request.path, newRequestId())
  if (service === "sns") return queryError(error)
  const response = jsonError(error, request.headers["content-type"] ?? "application/x-amz-json-1.0")
  return service === "sqs" ? queryCompatible(response) : response
}

const xml = new XMLBuilder({})

function queryError({ code, message, status }: AwsError): AwsResponse {
  const error = { Type: status < 500 ? "Sender" : "Receiver", Code: code, Message: message }
  const body = xml.build({ ErrorResponse: { Error: error, RequestId: randomUUID() } })
  return { status, headers: { "content-type": "text/xml" }, body }
}
