import { randomUUID } from "node:crypto"
import { type ErrorPayload, errorPayload, isFunctionError } from "../../lambda/error-payload.ts"
import { FunctionThrottled, RecursiveLoop } from "../../lambda/errors.ts"
import type { FunctionNode } from "../../graph.ts"
import type { FunctionRunner } from "../../lambda/function-runner.ts"
import type { InvocationRecord } from "../../lambda/invocation.ts"
import type { AsyncInvocations } from "../../lambda/async-invocations.ts"
import { readBody } from "../body.ts"
import type { AwsRequest, AwsResponse } from "../service.ts"
import { invalidContent, invalidParameter, payloadTooLarge, recursiveInvocation, tooManyRequests } from "./errors.ts"
import { logTail } from "./log-tail.ts"

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_SYNC_BYTES = 6_291_456
const MAX_ASYNC_BYTES = 1_048_576
/** With room for the frame around it. */
const MAX_RESPONSE_BYTES = 6_291_556

const VERSION = { "x-amz-executed-version": "$LATEST" }

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export async function invoke(
  request: AwsRequest,
  runner: Pick<FunctionRunner, "node" | "invoke">,
  queue: Pick<AsyncInvocations, "invoke">,
): Promise<AwsResponse> {
  const type = request.headers["x-amz-invocation-type"] ?? "RequestResponse"
  const payload = await readPayload(request, type)
  const tenant = tenantOf(request, runner.node)
  if (type === "DryRun") return { status: 204, headers: VERSION }
  if (type === "Event") {
    if (tenant !== undefined) throw invalidParameter("This engine invokes for a tenant only when the caller waits")
    const requestId = queue.invoke(runner.node.arn, payload, request.headers["x-amzn-trace-id"])
    return { status: 202, headers: { "x-amzn-requestid": requestId } }
  }
  return invokeAndWait(request, runner, JSON.parse(payload), tenant)
}

/** A tenant is named where the function isolates tenants, and nowhere else. https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation-troubleshooting.html */
function tenantOf({ headers }: AwsRequest, { tenantIsolation = false }: FunctionNode): string | undefined {
  const tenant = headers["x-amz-tenant-id"]
  if (tenantIsolation && !isTenantId(tenant))
    throw invalidParameter("Add a valid tenant ID in your request and try again.")
  if (!tenantIsolation && tenant !== undefined)
    throw invalidParameter(
      "The invoked function is not enabled with tenancy configuration. Remove the tenant ID from your request and try again.",
    )
  return tenant
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const isTenantId = (tenant: string | undefined) => /^[a-zA-Z0-9._:/=+\-@ ]{1,256}$/.test(tenant ?? "")

/** An empty one is an empty event. Throws for one that is too large or no JSON. */
async function readPayload(request: AwsRequest, type: string): Promise<string> {
  if (!["RequestResponse", "Event", "DryRun"].includes(type))
    throw invalidParameter(`Value '${type}' at 'invocationType' is not one of Event, RequestResponse, DryRun`)
  const body = await readBody(request)
  const limit = type === "Event" ? MAX_ASYNC_BYTES : MAX_SYNC_BYTES
  if (body.length > limit) throw payloadTooLarge(body.length, type, limit)
  const payload = body.length === 0 ? "{}" : body.toString("utf8")
  try {
    JSON.parse(payload)
  } catch (error) {
    throw invalidContent(error)
  }
  return payload
}

async function invokeAndWait(
  request: AwsRequest,
  runner: Pick<FunctionRunner, "node" | "invoke">,
  event: unknown,
  tenant: string | undefined,
) {
  const requestId = randomUUID()
  const trace = request.headers["x-amzn-trace-id"]
  const lines: string[] = []
  let record: InvocationRecord | undefined
  const call = {
    requestId,
    throttle: true,
    onLine: (line: string) => void lines.push(line),
    onRecord: (made: InvocationRecord) => void (record = made),
    ...(trace === undefined ? {} : { trace }),
    ...(tenant === undefined ? {} : { tenant }),
  }
  const { body, failed } = await answerOf(runner.invoke(event, call), requestId)
  const wantsTail = request.headers["x-amz-log-type"] === "Tail" && record !== undefined
  return {
    status: 200,
    headers: {
      "content-type": "application/json",
      "x-amzn-requestid": requestId,
      ...VERSION,
      ...(failed && { "x-amz-function-error": "Unhandled" }),
      ...(wantsTail && record && { "x-amz-log-result": logTail(lines, record, runner.node.memory) }),
    },
    body,
  }
}

/** What the function answers, or how it failed: both are a success of the API. */
async function answerOf(invocation: Promise<unknown>, requestId: string): Promise<{ body: string; failed: boolean }> {
  try {
    const body = JSON.stringify((await invocation) ?? null)
    if (Buffer.byteLength(body) <= MAX_RESPONSE_BYTES) return { body, failed: false }
    return { body: JSON.stringify(responseTooLarge()), failed: true }
  } catch (error) {
    if (error instanceof FunctionThrottled) throw tooManyRequests(error)
    if (error instanceof RecursiveLoop) throw recursiveInvocation(error)
    if (!isFunctionError(error)) throw error
    return { body: JSON.stringify(errorPayload(error, requestId)), failed: true }
  }
}

function responseTooLarge(): ErrorPayload {
  return {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  }
}
