import { AwsError } from "../errors.ts"
import { toAwsError } from "../json-protocol.ts"
import type { AwsResponse } from "../service.ts"

/** Thrown for a parameter that AWS does not take. */
export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message, 400)
}

/** Thrown for a payload that is no JSON. */
export function invalidContent(cause: unknown): AwsError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new AwsError("InvalidRequestContentException", `Could not parse request body into json: ${reason}`, 400, {
    cause,
  })
}

/** Thrown for a payload over the limit of its kind of invocation. */
export function payloadTooLarge(bytes: number, type: string, limit: number): AwsError {
  const message = `${bytes} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`
  return new AwsError("RequestTooLargeException", message, 413)
}

/** Thrown for a mapping that is not there. */
export function mappingNotFound(): AwsError {
  return new AwsError("ResourceNotFoundException", "The resource you requested does not exist.", 404)
}

/** Thrown when a function is at its reserved concurrency. */
export function tooManyRequests(cause: unknown): AwsError {
  return new AwsError("TooManyRequestsException", "Rate Exceeded.", 429, { cause })
}

/** Thrown when the function is in a recursive loop. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function recursiveInvocation(cause: Error): AwsError {
  return new AwsError("RecursiveInvocationException", cause.message, 400, { cause })
}

/** Lambda's form of an error. */
export function errorResponse(error: unknown): AwsResponse {
  const { code, message, status } = toAwsError(error)
  const reason = code === "TooManyRequestsException" && { Reason: "ReservedFunctionConcurrentInvocationLimitExceeded" }
  return {
    status,
    headers: { "content-type": "application/json", "x-amzn-errortype": code },
    body: JSON.stringify({ ...reason, Type: status < 500 ? "User" : "Service", Message: message }),
  }
}
