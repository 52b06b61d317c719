import { compilePattern } from "../aws/events/pattern/pattern.ts"
import type { SqsRecord } from "./sqs-record.ts"

export type MessageFilter = (record: SqsRecord) => boolean

/**
 * A mapping's filter criteria: true for a message that the function gets. Throws InvalidEventPatternException.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
 */
export function messageFilter(patterns: readonly unknown[] = []): MessageFilter {
  const filters = patterns.map(filterOf)
  return (record) => filters.length === 0 || filters.some((matches) => matches(record))
}

/** A body is data for a pattern with an object as the body, and plain text for one with texts; the other kind never matches. */
function filterOf(pattern: unknown): MessageFilter {
  const matches = compilePattern(pattern)
  const wanted = bodyKind(pattern)
  return (record) => {
    const data = parseData(record.body)
    if (wanted === "data") return data !== undefined && matches({ ...record, body: data })
    return !(wanted === "text" && data !== undefined) && matches({ ...record })
  }
}

function bodyKind(pattern: unknown): "data" | "text" | undefined {
  if (typeof pattern !== "object" || pattern === null) return undefined
  const { body, $or } = pattern as { body?: unknown; $or?: unknown }
  if (Array.isArray(body)) return "text"
  if (body !== undefined) return "data"
  return Array.isArray($or) ? $or.map(bodyKind).find((kind) => kind !== undefined) : undefined
}

function parseData(body: string): object | undefined {
  try {
    const data: unknown = JSON.parse(body)
    return typeof data === "object" && data !== null ? data : undefined
  } catch {
    return undefined
  }
}
