import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { openStore } from "../store.ts"
import type { LogEntry } from "./log-entry.ts"
import { memoryLogs } from "./testing.ts"

const handled = JSON.stringify({
  level: "INFO",
  message: "Handled",
  timestamp: "2026-11-21T04:10:04.554Z",
  service: "ingest",
  correlationId: "c-1",
  milliseconds: 12,
})

it("keeps a line of the logger by its parts", () => {
  const { logs } = memoryLogs()
  const entry = logs.add("Ingest", handled, "stdout", "r-1")
  expect(entry).toEqual({
    id: 1,
    time: Date.UTC(2026, 10, 21, 4, 10, 4, 554),
    functionId: "Ingest",
    level: "INFO",
    message: "Handled",
    requestId: "r-1",
    correlationId: "c-1",
    fields: { service: "ingest", milliseconds: 12 },
    raw: handled,
  })
  expect(logs.find({})).toEqual([entry])
})

it("keeps any other line as it is, at the time of the clock", () => {
  const { logs, clock } = memoryLogs()
  clock.advance(5)
  logs.add("Ingest", "hello", "stdout")
  logs.add("Ingest", "oh no", "stderr", "r-1")
  const about = { time: clock.now(), functionId: "Ingest", fields: {} }
  expect(logs.find({})).toEqual([
    { id: 1, ...about, level: "INFO", message: "hello", raw: "hello" },
    { id: 2, ...about, level: "ERROR", message: "oh no", raw: "oh no", requestId: "r-1" },
  ])
})

it("joins the lines of a stack trace with the line before, and tells of the entry again", () => {
  const { logs } = memoryLogs()
  const told: LogEntry[] = []
  logs.onEntry((entry) => told.push(entry))
  logs.add("Ingest", "Error: x", "stderr", "r-1")
  expect(logs.add("Ingest", "    at handler (file:///a.ts:1:1)", "stderr", "r-1")).toBeUndefined()
  logs.add("Ingest", "\tat other (file:///b.ts:1:1)", "stderr", "r-1")
  const message = "Error: x\n    at handler (file:///a.ts:1:1)\n\tat other (file:///b.ts:1:1)"
  expect(logs.find({})).toMatchObject([{ id: 1, message, raw: message }])
  expect(told.map(({ id, message }) => [id, message.split("\n").length])).toEqual([
    [1, 1],
    [1, 2],
    [1, 3],
  ])
})

it("joins no line with one of another function, stream or invocation, nor with JSON", () => {
  const { logs } = memoryLogs()
  const frame = "    at x"
  logs.add("Ingest", "Error: x", "stderr", "r-1")
  logs.add("Other", frame, "stderr", "r-1")
  logs.add("Ingest", frame, "stdout", "r-1")
  logs.add("Ingest", frame, "stderr", "r-2")
  logs.add("Json", handled, "stderr")
  logs.add("Json", frame, "stderr")
  logs.add("Ingest", "at noon", "stderr")
  expect(logs.find({}).map(({ message }) => message)).toEqual([
    "Error: x",
    frame,
    frame,
    frame,
    "Handled",
    frame,
    "at noon",
  ])
})

it("hands metrics on, and hides them unless they are asked for", () => {
  const handedOn: unknown[] = []
  const { logs } = memoryLogs({ onMetrics: (...metrics) => handedOn.push(metrics) })
  const emf = { _aws: { Timestamp: 1, CloudWatchMetrics: [] }, level: "ERROR", Handled: 1 }
  logs.add("Ingest", JSON.stringify(emf), "stdout")
  logs.add("Ingest", JSON.stringify({ _aws: 1, message: "no metrics" }), "stdout")
  expect(handedOn).toEqual([["Ingest", emf]])
  expect(logs.find({}).map(({ message }) => message)).toEqual(["no metrics"])
  const [metrics, other] = logs.find({ metrics: true })
  expect(metrics).toMatchObject({ level: "INFO", fields: emf, metrics: true })
  expect(other).not.toHaveProperty("metrics")
})

function filled() {
  const parts = memoryLogs()
  const line = (level: string, message: string, others: object = {}) => JSON.stringify({ level, message, ...others })
  parts.logs.add("Ingest", line("DEBUG", "one", { correlationId: "c-1" }), "stdout", "r-1")
  parts.clock.advance(1_000)
  parts.logs.add("Ingest", line("WARN", "two", { correlation_id: "c-2", Key: "Größe.JPG" }), "stdout", "r-2")
  parts.clock.advance(1_000)
  parts.logs.add("Tagging", line("CRITICAL", "three", { correlationId: "c-1" }), "stdout", "r-3")
  parts.logs.add("Tagging", "four 100%", "stdout", "r-3")
  return parts
}

const START = Date.UTC(2026, 0, 1)

it.each([
  [{}, ["one", "two", "three", "four 100%"]],
  [{ functionId: "Ingest" }, ["one", "two"]],
  [{ functionId: "ingest" }, []],
  [{ level: "INFO" as const }, ["two", "three", "four 100%"]],
  [{ level: "ERROR" as const }, ["three"]],
  [{ level: "FATAL" as const }, []],
  [{ correlationId: "c-1" }, ["one", "three"]],
  [{ requestId: "r-3" }, ["three", "four 100%"]],
  [{ text: ".jpg" }, ["two"]],
  [{ text: "100%" }, ["four 100%"]],
  [{ text: "_" }, ["two"]],
  [{ since: START + 1_000 }, ["two", "three", "four 100%"]],
  [{ until: START + 1_000 }, ["one"]],
  [{ after: 2 }, ["three", "four 100%"]],
  [{ limit: 2 }, ["three", "four 100%"]],
  [{ functionId: "Ingest", correlationId: "c-1", limit: 1 }, ["one"]],
])("finds with %j", (query, messages) => {
  expect(
    filled()
      .logs.find(query)
      .map(({ message }) => message),
  ).toEqual(messages)
})

it("keeps the latest lines of each function", () => {
  const { logs } = memoryLogs({ limit: 20 })
  logs.add("Quiet", "once", "stdout")
  for (let index = 0; index < 101; index++) logs.add("Busy", `line ${index}`, "stdout")
  const kept = logs.find({ functionId: "Busy" }).map(({ message }) => message)
  expect(kept.length).toBeLessThanOrEqual(22)
  expect(kept.slice(-20)).toEqual(Array.from({ length: 20 }, (_, index) => `line ${index + 81}`))
  expect(logs.find({ functionId: "Quiet" })).toHaveLength(1)
})

it("keeps lines over a restart until it is cleared, and gives no id twice", () => {
  const folder = mkdtempSync(join(tmpdir(), "logs-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const { logs } = memoryLogs({ store: openStore(folder) })
  logs.add("Ingest", "before", "stdout")
  const again = memoryLogs({ store: openStore(folder) }).logs
  expect(again.find({})).toMatchObject([{ id: 1, message: "before" }])
  again.clear()
  expect(again.find({})).toEqual([])
  expect(again.add("Ingest", "    at after", "stdout")?.id).toBe(2)
})

it("tells listeners until they have enough", () => {
  const { logs } = memoryLogs()
  const told: string[] = []
  const stop = logs.onEntry(({ message }) => told.push(message))
  logs.add("Ingest", "one", "stdout")
  stop()
  logs.add("Ingest", "two", "stdout")
  expect(told).toEqual(["one"])
})

it("lets go of what comes after the store's end", () => {
  const { logs, store } = memoryLogs()
  store.close()
  expect(logs.add("Ingest", "too late", "stdout")).toBeUndefined()
})
