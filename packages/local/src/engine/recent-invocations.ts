import type { CloudWatchService } from "../aws/cloudwatch/cloudwatch.ts"
import { functionName } from "../aws/lambda/descriptions.ts"
import type { Graph } from "../graph.ts"
import type { InvocationRecord } from "../lambda/function-runner.ts"

const KEPT = 1_000

/** Keeps how the last invocations went, and counts them as AWS Lambda does. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export function recentInvocations(
  { functions }: Pick<Graph, "functions">,
  { record }: Pick<CloudWatchService, "record">,
) {
  const records: InvocationRecord[] = []
  const names = new Map(functions.map(({ id, arn }) => [id, functionName(arn)]))
  const dimensionsOf = (functionId: string) => ({ FunctionName: names.get(functionId) ?? functionId })
  return {
    add(invocation: InvocationRecord): void {
      records.push(invocation)
      if (records.length > KEPT) records.shift()
      const dimensions = dimensionsOf(invocation.functionId)
      record("AWS/Lambda", "Invocations", 1, "Count", dimensions)
      record("AWS/Lambda", "Errors", invocation.status === "ok" ? 0 : 1, "Count", dimensions)
      record("AWS/Lambda", "Duration", invocation.durationMs, "Milliseconds", dimensions)
    },
    recursion(functionId: string): void {
      record("AWS/Lambda", "RecursiveInvocationsDropped", 1, "Count", dimensionsOf(functionId))
    },
    /** Latest first. */
    all: (): InvocationRecord[] => records.toReversed(),
  }
}
