import { queryObjects } from "node:v8"
import { expect, it } from "vitest"
import { testFunction } from "./testing.ts"

/** Objects of this process that a garbage collection leaves. */
const promises = () => queryObjects(Promise, { format: "count" })

const INVOCATIONS = 300

it("keeps nothing of an invocation that is over, however long the process lives", async () => {
  const { runner, lines, records } = testFunction("export const handler = async () => {}")
  const invoke = async (times: number) => {
    for (let index = 0; index < times; index++) await runner.invoke({})
    // The test itself keeps these.
    lines.length = records.length = 0
  }
  await invoke(50)
  const before = promises()
  await invoke(INVOCATIONS)
  expect(promises() - before).toBeLessThan(INVOCATIONS)
  expect(runner.stats().coldStarts).toBe(1)
})
