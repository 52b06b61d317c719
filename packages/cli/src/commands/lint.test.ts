import { afterEach, expect, it } from "vitest"
import { fakeStage, fakeTerminal } from "../test-fixtures.ts"
import { lint } from "./lint.ts"

const circle = { rule: "cycle" as const, message: "A circle: Uploaded -> Ingest -> Uploaded" }

afterEach(() => void (process.exitCode = undefined))

it("finds nothing in this checkout", async () => {
  const io = fakeTerminal(fakeStage().stage)
  await lint({}, io)
  expect([io.written().stdout, process.exitCode]).toEqual(["", undefined])
  expect(io.written().stderr).toContain("Nothing is wrong with who emits and consumes what.\n")
})

it("names what is wrong, a line each, and fails", async () => {
  const io = fakeTerminal(fakeStage().stage)
  await lint({}, io, async () => [circle])
  expect([io.written().stdout, process.exitCode]).toEqual([`cycle  ${circle.message}\n`, 1])
})

it("prints it as JSON, also where nothing is wrong", async () => {
  const [wrong, right] = [fakeTerminal(fakeStage().stage), fakeTerminal(fakeStage().stage)]
  await lint({ json: true }, wrong, async () => [circle])
  await lint({ json: true }, right, async () => [])
  expect([wrong, right].map((io) => JSON.parse(io.written().stdout) as unknown)).toEqual([[circle], []])
})
