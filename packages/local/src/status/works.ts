import type { FunctionLogs } from "../logs/function-logs.ts"

const KEPT = 5_000

export interface Works {
  /** The correlation ids that an invocation has logged, by its request's id. */
  of(requestId: string): readonly string[]
}

/** What invocations are about: a batch may be about several photos. Only the logs know, since a queue's message says nothing of it. */
export function works(logs: Pick<FunctionLogs, "onEntry">): Works {
  const known = new Map<string, string[]>()
  logs.onEntry(({ requestId, correlationId }) => {
    if (requestId === undefined || correlationId === undefined) return
    const ids = known.get(requestId) ?? []
    if (!ids.includes(correlationId)) known.set(requestId, [...ids, correlationId])
    const [oldest] = known.size > KEPT ? known.keys() : []
    if (oldest !== undefined) known.delete(oldest)
  })
  return { of: (requestId) => known.get(requestId) ?? [] }
}
