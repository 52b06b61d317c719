import { readBody } from "../body.ts"
import { AwsError, unsupportedOperation } from "../errors.ts"
import { toAwsError } from "../json-protocol.ts"
import type { AwsRequest, AwsResponse } from "../service.ts"
import type { Fields } from "./input.ts"
import { findRoute, type SchedulerOperation } from "./routes.ts"

/** What a request to an operation says. */
export interface Call {
  /** Of the schedule or group in the path; empty where there is none. */
  readonly name: string
  readonly query: URLSearchParams
  /** The body, without fields where there is none. */
  readonly input: Fields
}

/** Gives the response's body. Throws AwsError. */
export type Operation = (call: Call) => object

/** Answers by AWS's REST-JSON protocol. https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export function handler(operations: Readonly<Record<SchedulerOperation, Operation>>) {
  return async (request: AwsRequest): Promise<AwsResponse> => {
    try {
      const route = findRoute(request)
      if (route === undefined) throw unsupportedOperation("scheduler", `${request.method} ${request.path}`)
      const input = parseInput(await readBody(request))
      return answer(200, operations[route.operation]({ name: route.subject, query: request.query, input }))
    } catch (error) {
      const { code, message, status } = toAwsError(error)
      return answer(status, { Message: message }, { "x-amzn-errortype": code })
    }
  }
}

function answer(status: number, output: object, headers: Record<string, string> = {}): AwsResponse {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(output) }
}

function parseInput(body: Buffer): Fields {
  if (body.length === 0) return {}
  try {
    const input: unknown = JSON.parse(body.toString("utf8"))
    if (typeof input === "object" && input !== null) return input as Fields
  } catch (cause) {
    throw new AwsError("SerializationException", "The request body is not JSON", 400, { cause })
  }
  throw new AwsError("SerializationException", "The request body is not a JSON object")
}
