import type { RunningEngine } from "@darkroom/local"
import { type Command, InvalidArgumentError } from "commander"
import { setInterval } from "node:timers/promises"
import { duration } from "../duration.ts"
import { engineRoot } from "../stage.ts"
import { type Terminal, terminal, writeJson } from "../terminal.ts"
import { type Colors, colorsFor, pad, printable } from "../text.ts"

const POLL_MILLISECONDS = 500
const DEFAULT_LIMIT = 200
/** The engine's own. */
const MAX_LIMIT = 10_000

export interface LogsOptions {
  readonly follow?: boolean
  readonly level?: string
  readonly correlationId?: string
  readonly requestId?: string
  readonly text?: string
  /** Milliseconds ago. */
  readonly since?: number
  readonly limit: number
  readonly json?: boolean
}

/** An entry, as far as this command reads it, of the engine's GET /logs. */
export interface LogLine {
  readonly id: number
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly functionId: string
  readonly level: string
  readonly message: string
  readonly correlationId?: string
  readonly fields: Readonly<Record<string, unknown>>
}

export interface LogsSource {
  /** Throws with the engine's own words for a query that it refuses. */
  readonly read: (query: URLSearchParams) => Promise<readonly LogLine[]>
  /** When to look for more. */
  readonly ticks: () => AsyncIterable<unknown>
  readonly now: () => number
}

export function register(program: Command): void {
  program
    .command("logs")
    .description("show what the functions have logged")
    .argument("[function]", "only of this one, by its name in stacks/")
    .option("--follow", "wait for more")
    .option("--level <level>", "at least this: trace, debug, info, warn, error, critical, fatal")
    .option("--correlation-id <id>", "only of the work that one upload or replay caused")
    .option("--request-id <id>", "only of one invocation")
    .option("--text <text>", "only lines that contain it")
    .option("--since <duration>", "only of so long ago, such as 30s, 10m or 2h", duration)
    .option("--limit <n>", "the latest so many lines", lineCount, DEFAULT_LIMIT)
    .option("--json", "print an array; with --follow, an object a line")
    .action((functionId: string | undefined, options: LogsOptions) => logs(functionId, options))
}

/** Throws EngineNotRunning. */
export async function logs(
  functionId: string | undefined,
  options: LogsOptions,
  io: Pick<Terminal, "stdout" | "stderr"> = terminal,
  { read, ticks, now }: LogsSource = engineLogs(),
): Promise<void> {
  const query = queryOf(functionId, options, now())
  const lines = await read(query)
  show(lines, options, io)
  if (!options.follow) return
  let latest = lines.at(-1)?.id ?? 0
  // The limit is for what was before: from now on, nothing may be missing.
  query.set("limit", String(MAX_LIMIT))
  for await (const _ of ticks()) {
    query.set("after", String(latest))
    const more = await read(query)
    show(more, options, io)
    latest = more.at(-1)?.id ?? latest
  }
}

function queryOf(functionId: string | undefined, options: LogsOptions, now: number): URLSearchParams {
  const { level, correlationId, requestId, text, since, limit } = options
  const asked = { function: functionId, level, correlationId, requestId, text, since: since && now - since, limit }
  const given = Object.entries(asked).filter(([, value]) => value !== undefined)
  return new URLSearchParams(Object.fromEntries(given.map(([name, value]) => [name, String(value)])))
}

/** The logs of the engine that runs from the checkout. */
export function engineLogs(root: string = engineRoot()): LogsSource {
  let found: Promise<RunningEngine> | undefined
  const read = async (query: URLSearchParams) => {
    // The engine comes with an image library and more; help and usage errors need not wait for it.
    const { EngineNotRunning, findEngine } = await import("@darkroom/local")
    const { url } = await (found ??= findEngine(root))
    const response = await fetch(`${url}/logs?${query}`).catch(() => undefined)
    if (response === undefined) throw new EngineNotRunning(root)
    if (!response.ok) throw new Error((await response.text()).trim())
    return (await response.json()) as LogLine[]
  }
  return { read, ticks: () => setInterval(POLL_MILLISECONDS), now: () => Date.now() }
}

function show(
  lines: readonly LogLine[],
  { json, follow }: LogsOptions,
  { stdout, stderr }: Pick<Terminal, "stdout" | "stderr">,
) {
  if (json && follow) return lines.forEach((line) => stdout.write(`${JSON.stringify(line)}\n`))
  if (json) return writeJson({ stdout }, lines)
  if (lines.length === 0 && !follow) stderr.write("Nothing is logged that matches.\n")
  const width = Math.max(0, ...lines.map(({ functionId }) => functionId.length))
  for (const line of lines) stdout.write(`${renderLine(line, width, colorsFor(stdout))}\n`)
}

/** What every line of a function repeats. */
const REPEATED = [
  "service",
  "sampling_rate",
  "cold_start",
  "function_arn",
  "function_memory_size",
  "function_name",
  "xray_trace_id",
]

/** The time is UTC. A message of several lines stays one, such as a stack trace. */
function renderLine(
  { time, level, functionId, message, correlationId, fields }: LogLine,
  width: number,
  colors: Colors,
): string {
  const shown = { ...(correlationId === undefined ? {} : { correlationId }), ...fields }
  const pairs = Object.entries(shown)
    // A line without a message is its own message.
    .filter(([name]) => !REPEATED.includes(name) && !message.startsWith("{"))
    .map(([name, value]) => colors.dim(`${printable(name)}=${printable(valueText(value))}`))
  const [first = "", ...rest] = message.split("\n").map((text) => printable(text.replaceAll("\t", "  ")))
  const parts = [
    colors.dim(clockTime(time)),
    colorOf(level, colors)(pad(level, 5)),
    colors.cyan(pad(functionId, width)),
  ]
  return [[...parts, first, ...pairs].join("  "), ...rest].join("\n")
}

function clockTime(time: number): string {
  return new Date(time).toISOString().slice(11, 23)
}

function valueText(value: unknown): string {
  return typeof value === "string" && !/[\s"=]/.test(value) ? value : JSON.stringify(value)
}

function colorOf(level: string, colors: Colors): (text: string) => string {
  if (level === "WARN") return colors.yellow
  if (["ERROR", "CRITICAL", "FATAL"].includes(level)) return colors.red
  return level === "INFO" ? String : colors.dim
}

function lineCount(text: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count < 1 || count > MAX_LIMIT)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${MAX_LIMIT}.`)
  return count
}
