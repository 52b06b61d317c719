import { AwsError, unsupportedOperation } from "./errors.ts"
import { readBody } from "./body.ts"
import type { AwsRequest, AwsResponse, Caller } from "./service.ts"

/** One API operation: the request's JSON, its caller and its trace header in, the response's JSON out. Throws AwsError. */
// oxlint-disable-next-line typescript/no-explicit-any -- each operation checks its own input, as AWS does
export type JsonOperation = (input: any, caller: Caller, traceHeader: string | undefined) => unknown

/** Dispatches AWS's JSON protocols (1.0 and 1.1) by the X-Amz-Target header. https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
export function jsonProtocol(service: string, operations: Readonly<Record<string, JsonOperation>>) {
  return async (request: AwsRequest): Promise<AwsResponse> => {
    const operation = request.headers["x-amz-target"]?.split(".").at(-1) ?? "(none)"
    const type = request.headers["content-type"] ?? "application/x-amz-json-1.1"
    try {
      const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined
      if (run === undefined) throw unsupportedOperation(service, operation)
      const body = await readBody(request)
      const output = await run(parseJson(body), request.caller, request.headers["x-amzn-trace-id"])
      return { status: 200, headers: { "content-type": type }, body: JSON.stringify(output ?? {}) }
    } catch (error) {
      return jsonError(error, type)
    }
  }
}

export function jsonError(error: unknown, contentType: string): AwsResponse {
  const { code, message, status } = toAwsError(error)
  return {
    status,
    headers: { "content-type": contentType, "x-amzn-errortype": code },
    body: JSON.stringify({ __type: code, message }),
  }
}

/** What is no AwsError is the engine's own fault: reported as AWS would, with the message kept. */
export function toAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return new AwsError("InternalFailure", message, 500, { cause: error })
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {}
  try {
    return JSON.parse(body.toString("utf8"))
  } catch (cause) {
    throw new AwsError("SerializationException", "The request body is not JSON", 400, { cause })
  }
}
