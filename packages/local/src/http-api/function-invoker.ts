import type { Clock } from "../clock.ts"
import { FunctionThrottled } from "../lambda/errors.ts"
import type { FunctionRunner, InvocationCall } from "../lambda/function-runner.ts"
import { ApiRefusal } from "./errors.ts"
import { withinTime } from "./integration-timeout.ts"
import { type ProxyResponse, proxyResponse } from "./proxy-response.ts"
import { tooLarge } from "./request-body.ts"

export interface FunctionInvokerOptions {
  readonly functions: () => ReadonlyMap<string, Pick<FunctionRunner, "invoke">>
  readonly clock: Clock
  readonly closing: AbortSignal
}

/** What Lambda takes and gives at the most. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_EVENT_BYTES = 6_291_456
const MAX_RESULT_BYTES = 6_291_556

/** Asks a route's function; throws ApiRefusal where it is API Gateway that says why not. */
export function functionInvoker({ functions, clock, closing }: FunctionInvokerOptions) {
  return async (arn: string, event: object, call: InvocationCall): Promise<ProxyResponse> => {
    const runner = functions().get(arn)
    if (!runner) throw new Error(`There is no function ${arn}`)
    if (bytesOf(event) > MAX_EVENT_BYTES) throw tooLarge()
    const invocation = runner.invoke(event, { ...call, throttle: true }).catch(throttled)
    const result = await withinTime(invocation, clock, closing)
    if (bytesOf(result) > MAX_RESULT_BYTES) throw new Error(`What ${arn} returned is larger than Lambda lets it be`)
    return proxyResponse(result)
  }
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? "")
}

function throttled(error: unknown): never {
  if (error instanceof FunctionThrottled) throw new ApiRefusal(503, "Service Unavailable", {}, { cause: error })
  throw error
}
