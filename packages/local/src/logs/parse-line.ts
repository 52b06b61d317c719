import { StringDecoder } from "node:string_decoder"
import type { LogEntry } from "./log-entry.ts"
import { logLevel } from "./log-level.ts"

export type LogStream = "stdout" | "stderr"

/** What a line says by itself; its time is missing where it does not say it. */
export type ParsedLine = Omit<LogEntry, "id" | "functionId" | "time"> & {
  readonly time?: number
  /** The line as JSON, where it is some. */
  readonly json?: Readonly<Record<string, unknown>>
}

/** Bytes. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
export const MAX_LINE_BYTES = 262_144

// The loggers' names for the same things: the app's own, Powertools' and Lambda's.
const REQUEST_IDS = ["function_request_id", "requestId", "AWSRequestId"]
const CORRELATION_IDS = ["correlationId", "correlation_id"]

/** A line in Lambda's JSON format or the logger's; anything else is a message as it is. Never throws. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html */
export function parseLine(line: string, stream: LogStream): ParsedLine {
  const raw = cut(line)
  const json = parseObject(raw)
  const plain = { level: stream === "stderr" ? "ERROR" : "INFO", message: raw, fields: {}, raw } as const
  if (json === undefined) return plain
  const { level, message, timestamp, ...others } = json
  if (isEmbeddedMetrics(json)) return { ...plain, level: "INFO", fields: json, metrics: true, json }
  const requestId = firstText(others, REQUEST_IDS)
  const correlationId = firstText(others, CORRELATION_IDS)
  const time = typeof timestamp === "string" ? Date.parse(timestamp) : Number.NaN
  return {
    raw,
    json,
    level: logLevel(level) ?? plain.level,
    message: messageOf(message, raw),
    fields: without(others, [requestId, correlationId]),
    ...(Number.isNaN(time) ? {} : { time }),
    ...(requestId ? { requestId: requestId.value } : {}),
    ...(correlationId ? { correlationId: correlationId.value } : {}),
  }
}

/** At the most bytes that CloudWatch takes, and nothing that is no Unicode. */
export function cut(line: string): string {
  const text = line.toWellFormed()
  if (Buffer.byteLength(text) <= MAX_LINE_BYTES) return text
  // It keeps back a character of which a part is missing.
  return new StringDecoder("utf8").write(Buffer.from(text).subarray(0, MAX_LINE_BYTES))
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.trimStart().startsWith("{")) return undefined
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return undefined
  }
}

function isEmbeddedMetrics({ _aws }: Readonly<Record<string, unknown>>): boolean {
  return typeof _aws === "object" && _aws !== null && "CloudWatchMetrics" in _aws
}

/** A line without a message is one as a whole. */
function messageOf(message: unknown, raw: string): string {
  if (message === undefined) return raw
  return typeof message === "string" ? message.toWellFormed() : JSON.stringify(message)
}

interface NamedText {
  readonly name: string
  readonly value: string
}

function firstText(fields: Readonly<Record<string, unknown>>, names: readonly string[]): NamedText | undefined {
  return names
    .flatMap((name) => {
      const value = fields[name]
      return typeof value === "string" && value !== "" ? [{ name, value: value.toWellFormed() }] : []
    })
    .at(0)
}

function without(fields: Readonly<Record<string, unknown>>, taken: readonly (NamedText | undefined)[]) {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !taken.some((one) => one?.name === name)))
}
