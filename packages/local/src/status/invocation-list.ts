import type { Engine } from "../engine.ts"
import type { InvocationRecord } from "../lambda/function-runner.ts"
import { countOf } from "./query.ts"
import type { Works } from "./works.ts"

/** `status` is an invocation's, or `failed` for all that are not ok. `correlationId` is what its logs say. */
export const INVOCATION_PARAMETERS = ["function", "status", "traceId", "requestId", "correlationId"] as const

const SHOWN = 200

export interface InvocationSummary extends InvocationRecord {
  /** As its logs say. */
  readonly correlationIds: readonly string[]
  /** The name in the stacks of the queue that it is for. */
  readonly queue?: string
}

export interface Invoked {
  readonly engine: Pick<Engine, "invocations" | "graph">
  readonly works: Works
}

/** GET /status/invocations: those that the query asks for, latest first. */
export function invocationList(invoked: Invoked, query: URLSearchParams): InvocationSummary[] {
  const count = countOf(query, "limit", SHOWN)
  return invocationsOf(invoked, query, invoked.engine.invocations()).slice(0, count)
}

/** Of `records` those that the query asks for, in their order. */
export function invocationsOf(
  { engine: { graph }, works }: Invoked,
  query: URLSearchParams,
  records: readonly InvocationRecord[],
): InvocationSummary[] {
  const queues = new Map(graph.queues.map(({ name, id }) => [`sqs:${name}`, id]))
  const summaries = records.map((record) => {
    const queue = queues.get(record.trigger)
    return { ...record, correlationIds: works.of(record.requestId), ...(queue === undefined ? {} : { queue }) }
  })
  return summaries.filter(invocationFilter(query))
}

function invocationFilter(query: URLSearchParams): (invocation: InvocationSummary) => boolean {
  const [name, status, trace, request, correlation] = INVOCATION_PARAMETERS.map((each) => query.get(each) ?? "")
  const is = (value: string, asked: string | undefined) => !asked || value === asked
  return ({ functionId, traceId, requestId, correlationIds, ...invocation }) =>
    is(functionId, name) &&
    is(traceId, trace) &&
    is(requestId, request) &&
    (is(invocation.status, status) || (status === "failed" && invocation.status !== "ok")) &&
    (!correlation || correlationIds.includes(correlation))
}
