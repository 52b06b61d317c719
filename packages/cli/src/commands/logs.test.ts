import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import http from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, expect, it, onTestFinished } from "vitest"
import { run } from "../program.ts"
import { sink } from "../test-fixtures.ts"
import { engineLogs, type LogLine, logs, type LogsOptions, type LogsSource, register } from "./logs.ts"

const NOON = Date.UTC(2026, 0, 1, 12)

const line = (changes: Partial<LogLine> = {}): LogLine => ({
  id: 1,
  time: NOON + 184_123,
  functionId: "Thumbnail",
  level: "INFO",
  message: "Handled",
  fields: {},
  ...changes,
})

/** Runs the command on an engine that answers with one page after the other. */
async function printed(
  pages: readonly (readonly LogLine[])[],
  options: Partial<LogsOptions> = {},
  functionId?: string,
) {
  const stdout = sink()
  const stderr = sink()
  const asked: string[] = []
  const source: LogsSource = {
    read: async (query) => {
      asked.push(query.toString())
      return pages[asked.length - 1] ?? []
    },
    ticks: async function* () {
      yield* pages.slice(1)
    },
    now: () => NOON,
  }
  await logs(functionId, { limit: 200, ...options }, { stdout: stdout.stream, stderr: stderr.stream }, source)
  return { asked, stdout: stdout.text(), stderr: stderr.text() }
}

afterEach(() => {
  process.exitCode = undefined
})

it("prints a line an entry, its fields after the message", async () => {
  const fields = {
    milliseconds: 12,
    key: "a b.jpg",
    plain: "x",
    error: { name: "E" },
    service: "thumbnail",
    sampling_rate: 0,
  }
  const other = line({ functionId: "Tag", level: "WARN", message: "Slow", correlationId: "c-1" })
  expect((await printed([[line({ fields }), other]])).stdout).toBe(
    [
      '12:03:04.123  INFO   Thumbnail  Handled  milliseconds=12  key="a b.jpg"  plain=x  error={"name":"E"}',
      "12:03:04.123  WARN   Tag        Slow  correlationId=c-1",
      "",
    ].join("\n"),
  )
})

it("keeps the lines of a stack trace, and lets nothing move the cursor", async () => {
  const message = "Error: x\n\tat handler\u001b[2J"
  const { stdout } = await printed([[line({ message, fields: { key: "\u009b2J" } })]])
  expect(stdout).toContain("Error: x  key=\ufffd2J\n  at handler\ufffd[2J\n")
})

it("prints a line without a message once", async () => {
  const { stdout } = await printed([[line({ message: '{"a":1}', fields: { a: 1 } })]])
  expect(stdout).toContain('Thumbnail  {"a":1}\n')
})

it("colours levels on a terminal", async () => {
  const stdout = sink()
  const stream = Object.assign(stdout.stream, { isTTY: true })
  const levels = ["DEBUG", "WARN", "ERROR", "CRITICAL"].map((level) => line({ level }))
  const source: LogsSource = { read: async () => levels, ticks: async function* () {}, now: () => NOON }
  await logs(undefined, { limit: 1 }, { stdout: stream, stderr: stream }, source)
  expect(stdout.text()).toContain("\u001b[33mWARN ")
  expect(stdout.text()).toContain("\u001b[31mERROR")
  expect(stdout.text()).toContain("\u001b[31mCRITICAL")
})

it("asks the engine for what the options say", async () => {
  const options = { level: "warn", correlationId: "c", requestId: "r", text: "a b", since: 600_000, limit: 5 }
  const { asked, stderr } = await printed([], options, "Ingest")
  expect(Object.fromEntries(new URLSearchParams(asked[0]))).toEqual({
    function: "Ingest",
    level: "warn",
    correlationId: "c",
    requestId: "r",
    text: "a b",
    since: String(NOON - 600_000),
    limit: "5",
  })
  expect((await printed([])).asked).toEqual(["limit=200"])
  expect(stderr).toBe("Nothing is logged that matches.\n")
})

it("follows from the latest entry that it has seen", async () => {
  const pages = [[line({ id: 3 })], [], [line({ id: 4, message: "four" }), line({ id: 7, message: "seven" })], []]
  const { asked, stdout, stderr } = await printed(pages, { follow: true, limit: 5 })
  expect(asked).toEqual(["limit=5", "limit=10000&after=3", "limit=10000&after=3", "limit=10000&after=7"])
  expect(stdout.match(/Handled|four|seven/g)).toEqual(["Handled", "four", "seven"])
  expect(stderr).toBe("")
})

it("follows where nothing is logged yet", async () => {
  const { asked, stderr } = await printed([[], [line()]], { follow: true })
  expect(asked[1]).toBe("limit=10000&after=0")
  expect(stderr).toBe("")
})

it("prints an array with --json, and an object a line where it follows", async () => {
  const entries = [line({ id: 1 }), line({ id: 2 })]
  expect(JSON.parse((await printed([entries], { json: true })).stdout)).toEqual(entries)
  expect((await printed([[]], { json: true })).stdout).toBe("[]\n")
  const { stdout } = await printed([entries, [line({ id: 3 })]], { json: true, follow: true })
  const objects = stdout
    .trim()
    .split("\n")
    .map((text) => JSON.parse(text) as LogLine)
  expect(objects.map(({ id }) => id)).toEqual([1, 2, 3])
})

it.each([
  ["--since", "yesterday"],
  ["--since", "0m"],
  ["--since", "10"],
  ["--limit", "0"],
  ["--limit", "10001"],
  ["--limit", "1e3"],
])("helps and exits 2 for %s %s", async (...args) => {
  const stderr = sink()
  await run([register], ["logs", ...args], stderr.stream)
  expect(process.exitCode).toBe(2)
  expect(stderr.text()).toContain("It must be a")
})

/** A checkout whose engine answers /logs, and how to stop that. */
async function running(status: number, body: string) {
  const root = mkdtempSync(join(tmpdir(), "logs-"))
  const asked: (string | undefined)[] = []
  const server = http.createServer(({ url }, response) => {
    if (url === "/status") return void response.end(JSON.stringify({ pid: process.pid }))
    asked.push(url)
    response.writeHead(status).end(body)
  })
  const stop = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(async () => {
    await stop()
    rmSync(root, { recursive: true })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  mkdirSync(join(root, ".darkroom"))
  writeFileSync(join(root, ".darkroom/engine.json"), JSON.stringify({ url, pid: process.pid }))
  return { source: engineLogs(root), asked, stop }
}

it("reads from the engine that runs, until it stops", async () => {
  const { source, asked, stop } = await running(200, JSON.stringify([line()]))
  expect(await source.read(new URLSearchParams({ text: "a b" }))).toEqual([line()])
  expect(asked).toEqual(["/logs?text=a+b"])
  await stop()
  await expect(source.read(new URLSearchParams())).rejects.toMatchObject({ name: "EngineNotRunning" })
})

it("says in the engine's words what is wrong with a query", async () => {
  const { source } = await running(400, "The parameter level must be one of trace, debug.\n")
  await expect(source.read(new URLSearchParams())).rejects.toThrow(
    /^The parameter level must be one of trace, debug\.$/,
  )
})
