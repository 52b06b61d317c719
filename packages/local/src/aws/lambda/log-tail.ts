import type { InvocationRecord } from "../../lambda/invocation.ts"

const TAIL_BYTES = 4096

/** The end of an invocation's log, as X-Amz-Log-Result has it. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_ResponseSyntax */
export function logTail(lines: readonly string[], record: InvocationRecord, memory: number): string {
  const { requestId, durationMs, initMs, maxMemoryMb } = record
  const report = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs)} ms`,
    `Memory Size: ${memory} MB`,
    `Max Memory Used: ${maxMemoryMb} MB`,
    ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
  ].join("\t")
  const log = [`START RequestId: ${requestId} Version: $LATEST`, ...lines, `END RequestId: ${requestId}`, report, ""]
  return Buffer.from(log.join("\n")).subarray(-TAIL_BYTES).toString("base64")
}
