import { randomBytes } from "node:crypto"

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

/** A segment of an invocation: in the trace of what caused it, or in a new one. https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
export function traceOf(now: number, cause: string | undefined): Trace {
  const fields = new Map((cause ?? "").split(";").map((field) => field.trim().split("=") as [string, string]))
  const traceId = fields.get("Root") ?? `1-${epochSeconds(now)}-${hex(12)}`
  const span = hex(8)
  const header = `Root=${traceId};Parent=${span};Sampled=${fields.get("Sampled") ?? "1"}`
  return { traceId, header, span, cause: fields.get("Parent") }
}

function epochSeconds(now: number): string {
  return Math.floor(now / 1000)
    .toString(16)
    .padStart(8, "0")
}
