import { expect, it } from "vitest"
import type { LogQuery } from "./log-rows.ts"
import { logsRoute } from "./logs-query.ts"
import { memoryLogs } from "./testing.ts"

function queryOf(text: string): LogQuery | undefined {
  let asked: LogQuery | undefined
  logsRoute({ find: (query) => ((asked = query), []) }, new URLSearchParams(text))
  return asked
}

it("reads every parameter", () => {
  const everything =
    "function=Ingest&level=warn&correlationId=c&requestId=r&text=a%20b&since=1&until=2026-01-01T00:00:00Z&after=3&limit=10000&metrics=true"
  expect(queryOf(everything)).toEqual({
    functionId: "Ingest",
    level: "WARN",
    correlationId: "c",
    requestId: "r",
    text: "a b",
    since: 1,
    until: Date.UTC(2026, 0, 1),
    after: 3,
    limit: 10_000,
    metrics: true,
  })
  expect(queryOf("")).toEqual({})
  expect(queryOf("function=&level=&since=&limit=")).toEqual({})
})

it.each([
  ["level=loud", "The parameter level must be one of trace, debug, info, warn, error, critical, fatal."],
  ["limit=0", "The parameter limit must be a whole number from 1 to 10000."],
  ["limit=10001", "The parameter limit must be"],
  ["limit=1e3", "The parameter limit must be"],
  ["after=-1", "The parameter after must be a whole number from 0"],
  ["since=yesterday", "The parameter since must be milliseconds since the epoch, or a date"],
  ["until=99999999999999999999", "The parameter until must be"],
  ["metrics=yes", "The parameter metrics must be true or false."],
  ["funktion=Ingest", 'The parameter "funktion" must be one of function, level,'],
  ["constructor=1", 'The parameter "constructor" must be one of'],
])("refuses %s", (text, message) => {
  expect(() => queryOf(text)).toThrow(expect.objectContaining({ name: "InvalidLogsQuery" }))
  expect(() => queryOf(text)).toThrow(message)
})

it("answers with entries", () => {
  const { logs } = memoryLogs()
  logs.add("Ingest", "hello", "stdout")
  logs.add("Ingest", "oh no", "stderr")
  const entries = logsRoute(logs, new URLSearchParams("level=error&function=Ingest"))
  expect(entries.map(({ message }) => message)).toEqual(["oh no"])
})
