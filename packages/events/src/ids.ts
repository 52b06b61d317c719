import { v5 as uuidv5 } from "uuid"

const NAMESPACE = "5b0f6b3e-4f0c-5d0e-9c57-3b1f6f2f7a10"

/** A UUIDv5 (RFC 9562) of the given parts: the same parts always give the same id, so a retried handler repeats itself exactly. */
export function derivedId(...parts: readonly string[]): string {
  return uuidv5(JSON.stringify(parts), NAMESPACE)
}

/** The id of the photo or video that one upload made. `sequencer` is S3's, so a second upload under the same key is another photo. */
export function imageIdOf(bucket: string, key: string, sequencer: string): string {
  return derivedId("image", bucket, key, sequencer)
}

/** A W3C traceparent whose trace is the correlation id and whose span is the event: every service of an upload shares one trace. */
export function traceparentOf(correlationId: string, eventId: string): string {
  return `00-${correlationId.replaceAll("-", "")}-${spanIdOf(eventId)}-01`
}

/** An event as a span: what logs carry, so that any tool that knows W3C trace context joins them. The parent is the cause's span. */
export function spanOf({ traceparent, causationId }: { traceparent: string; causationId: string | null }) {
  const [, traceId = "", spanId = ""] = traceparent.split("-")
  return { traceId, spanId, ...(causationId === null ? {} : { parentSpanId: spanIdOf(causationId) }) }
}

function spanIdOf(eventId: string): string {
  return eventId.replaceAll("-", "").slice(0, 16)
}
