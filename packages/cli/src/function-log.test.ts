import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { functionLog } from "./function-log.ts"

function logged() {
  const folder = mkdtempSync(join(tmpdir(), "function-log-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  let stderr = ""
  const write = (text: unknown) => ((stderr += String(text)), true)
  const log = functionLog(join(folder, "logs"), { write })
  const file = (functionId: string) => join(folder, "logs", `${functionId}.log`)
  return { log, file, stderr: () => stderr }
}

it("writes each function's lines to a file of its own", () => {
  const { log, file, stderr } = logged()
  log("Ingest", "one", "stdout")
  log("Tagging", '{"level":"INFO","message":"two"}', "stdout")
  log("Ingest", "[3]", "stdout")
  expect(readFileSync(file("Ingest"), "utf8")).toBe("one\n[3]\n")
  expect(readFileSync(file("Tagging"), "utf8")).toBe('{"level":"INFO","message":"two"}\n')
  expect(stderr()).toBe("")
})

it.each([
  ['{"level":"WARN","message":"Slow"}', "WARN Slow"],
  ['{"level":"ERROR","message":"Bad","groupKey":"g","error":{"message":"why"}}', "ERROR Bad (g): why"],
  ['{"level":"ERROR","message":"Bad","error":null}', "ERROR Bad"],
  ['{"level":"CRITICAL","message":"Worst"}', "CRITICAL Worst"],
  ['{"level":"FATAL","message":"Lambda\'s\\nown"}', "FATAL Lambda's own"],
  ['{"level":"WARN","message":"\\u001b[2J"}', "WARN \ufffd[2J"],
])("says %s on the terminal", (line, text) => {
  const { log, stderr } = logged()
  log("Ingest", line, "stdout")
  expect(stderr()).toBe(`Ingest: ${text}\n`)
})

it("says on the terminal what is on stderr and no JSON", () => {
  const { log, stderr } = logged()
  log("Ingest", "\tat handler", "stderr")
  log("Ingest", "[1]", "stderr")
  log("Ingest", '{"level":"INFO","message":"quiet"}', "stderr")
  expect(stderr()).toBe("Ingest:  at handler\nIngest: [1]\n")
})

it("leaves metrics out", () => {
  const { log, file, stderr } = logged()
  log("Ingest", '{"_aws":{},"level":"ERROR"}', "stdout")
  expect(existsSync(file("Ingest"))).toBe(false)
  expect(stderr()).toBe("")
})
