import { createHash, randomBytes } from "node:crypto"

export interface Trace {
  /** Such as `1-67891233-abcdef012345678912345678` */
  readonly traceId: string
  /** As in `_X_AMZN_TRACE_ID`. */
  readonly header: string
  /** The segment's id, which what it causes has as its parent. */
  readonly span: string
  /** The id of the segment that caused it. */
  readonly cause: string | undefined
}

const hex = (bytes: number) => randomBytes(bytes).toString("hex")

/** Lambda does not invoke a function more often in one chain of requests. AWS says "approximately". https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html */
export const MOST_IN_A_CHAIN = 16

/** A segment of an invocation: in the trace of what caused it, or in a new one. https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
export function traceOf(now: number, cause: string | undefined, functionArn?: string): Trace {
  const fields = fieldsOf(cause)
  const traceId = fields.get("Root") ?? `1-${epochSeconds(now)}-${hex(12)}`
  const span = hex(8)
  const lineage = functionArn === undefined ? "" : `;Lineage=${lineageOf(cause, functionArn)}`
  const header = `Root=${traceId};Parent=${span};Sampled=${fields.get("Sampled") ?? "1"}${lineage}`
  return { traceId, header, span, cause: fields.get("Parent") }
}

/** Whether Lambda would stop the function here: it was invoked too often in the chain of requests that led to this header. */
export function isLoop(header: string | undefined, functionArn: string): boolean {
  const invocations = invocationsIn(header)
  return invocations.size > 0 && (invocations.get(nameOf(functionArn)) ?? 0) >= MOST_IN_A_CHAIN
}

/** For services through which Lambda does not follow a chain, such as EventBridge. */
export function withoutLineage(header: string): string {
  return header.replace(/; *Lineage=[^;]*/, "")
}

function fieldsOf(header = ""): Map<string, string> {
  return new Map(header.split(";").map((field) => field.trim().split("=") as [string, string]))
}

/** `<function>:<invocations>`, separated by `|`. */
function invocationsIn(header: string | undefined): Map<string, number> {
  const entries = fieldsOf(header).get("Lineage")?.split("|") ?? []
  return new Map(entries.map((entry) => [entry.split(":")[0] ?? "", Number(entry.split(":")[1])]))
}

function lineageOf(cause: string | undefined, functionArn: string): string {
  const invocations = invocationsIn(cause)
  const name = nameOf(functionArn)
  invocations.set(name, (invocations.get(name) ?? 0) + 1)
  return [...invocations].map((entry) => entry.join(":")).join("|")
}

const nameOf = (functionArn: string) => createHash("sha256").update(functionArn).digest("hex").slice(0, 8)

function epochSeconds(now: number): string {
  return Math.floor(now / 1000)
    .toString(16)
    .padStart(8, "0")
}
