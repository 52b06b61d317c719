import fc from "fast-check"
import { expect, it } from "vitest"
import { LOG_LEVELS } from "./log-level.ts"
import { MAX_LINE_BYTES, parseLine } from "./parse-line.ts"
import { memoryLogs } from "./testing.ts"

/** As it comes out of the engine. */
const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const parsed = (line: object) => parseLine(JSON.stringify(line), "stdout")

it.each([
  ["critical", "CRITICAL"],
  ["Warning", "WARN"],
  ["FATAL", "FATAL"],
  ["SILENT", "INFO"],
  [12, "INFO"],
  [undefined, "INFO"],
])("reads the level %j as %s", (level, expected) => {
  expect(parsed({ level, message: "x" }).level).toBe(expected)
})

it("knows an invocation and a correlation by the names that loggers have for them", () => {
  expect(parsed({ message: "x", function_request_id: "r", correlation_id: "c" })).toMatchObject({
    requestId: "r",
    correlationId: "c",
    fields: {},
  })
  // Lambda's own lines.
  expect(parsed({ message: "x", requestId: "r" }).requestId).toBe("r")
  expect(parsed({ message: "x", requestId: 1, correlationId: "" })).toEqual({
    level: "INFO",
    message: "x",
    fields: { requestId: 1, correlationId: "" },
    raw: '{"message":"x","requestId":1,"correlationId":""}',
    json: { message: "x", requestId: 1, correlationId: "" },
  })
})

it("takes times with an offset, and none that is no time", () => {
  expect(parsed({ message: "x", timestamp: "2026-01-01T02:00:00+02:00" }).time).toBe(Date.UTC(2026, 0, 1))
  expect(parsed({ message: "x", timestamp: "soon" })).not.toHaveProperty("time")
  expect(parsed({ message: "x", timestamp: 1 })).not.toHaveProperty("time")
})

it("has a message whatever the line has", () => {
  expect(parsed({ message: { deep: 1 } }).message).toBe('{"deep":1}')
  expect(parsed({ message: null }).message).toBe("null")
  expect(parsed({ other: 1 })).toMatchObject({ message: '{"other":1}', fields: { other: 1 } })
})

it.each(["[1]", "1", '"text"', "null", "{broken", "", "   ", "{}}"])("takes %j as it is", (line) => {
  expect(parseLine(line, "stderr")).toEqual({ level: "ERROR", message: line, fields: {}, raw: line })
})

it("cuts what is longer than CloudWatch takes, and no character in two", () => {
  const { raw, message } = parseLine(`x${"é".repeat(MAX_LINE_BYTES)}`, "stdout")
  expect(message).toBe(raw)
  expect(raw).toBe(`x${"é".repeat(MAX_LINE_BYTES / 2 - 1)}`)
  expect(parseLine("y".repeat(MAX_LINE_BYTES), "stdout").raw).toHaveLength(MAX_LINE_BYTES)
})

it("cuts a stack trace that does not end", () => {
  const { logs } = memoryLogs()
  logs.add("F", "Error", "stderr")
  for (let index = 0; index < 4; index++) logs.add("F", `    at ${"x".repeat(100_000)}`, "stderr")
  expect(logs.find({})[0]?.message).toHaveLength(MAX_LINE_BYTES)
})

it("keeps any line without throwing, and finds it as it was given back", () => {
  const { logs } = memoryLogs()
  const anyString = fc.string({ unit: "binary" })
  const broken = fc.constantFrom(
    "\ud800",
    "a\u0000b",
    '{"message":"\\ud800"}',
    '{"__proto__":1}',
    '{"level":{}}',
    "\u2028",
  )
  const anyLine = fc.oneof(
    anyString,
    broken,
    fc.json(),
    fc.dictionary(anyString, fc.jsonValue()).map((value) => JSON.stringify(value)),
  )
  fc.assert(
    fc.property(anyLine, anyString, (line, functionId) => {
      logs.clear()
      const entry = logs.add(functionId, line, "stdout")
      expect(LOG_LEVELS).toContain(entry?.level)
      expect(copy(logs.find({ metrics: true }))).toEqual(copy([entry]))
    }),
  )
})
