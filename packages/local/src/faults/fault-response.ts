import { Readable } from "node:stream"
import { AwsError } from "../aws/errors.ts"
import type { AwsRequest, AwsResponse } from "../aws/service.ts"
import { serviceError } from "../aws/sigv4/service-error.ts"
import { ConnectionDropped } from "./errors.ts"

/** Too many requests, in the service's own words. https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
export function throttled(service: string, request: AwsRequest): AwsResponse {
  return serviceError(service, request, throttleError(service))
}

function throttleError(service: string): AwsError {
  if (service === "s3") return new AwsError("SlowDown", "Please reduce your request rate.", 503)
  if (service === "sns") return new AwsError("Throttling", "Rate exceeded")
  if (service === "rekognition")
    return new AwsError("ProvisionedThroughputExceededException", "Provisioned Rate exceeded.")
  return new AwsError("ThrottlingException", "Rate exceeded")
}

/** What is called otherwise than InternalFailure. */
const SERVER_ERRORS: Readonly<Record<string, string>> = { rekognition: "InternalServerError", s3: "InternalError" }

export function failed(service: string, request: AwsRequest): AwsResponse {
  const code = SERVER_ERRORS[service] ?? "InternalFailure"
  return refused(service, request, code, 500)
}

/** As the service itself would refuse. */
export function refused(service: string, request: AwsRequest, code: string, status = 400): AwsResponse {
  return serviceError(service, request, new AwsError(code, "An injected fault of the service.", status))
}

/** No answer: a body that fails before its first byte has the gateway close the connection with nothing sent. */
export function dropped(service: string): AwsResponse {
  const body = new Readable({
    read() {
      this.destroy(new ConnectionDropped(service))
    },
  })
  return { status: 200, body }
}
