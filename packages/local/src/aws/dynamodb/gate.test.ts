import { expect, it } from "vitest"
import { openGate } from "./gate.ts"

/** Work that notes when it begins and ends, and ends when it is told to. */
function work(log: string[], name: string) {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const run = async () => {
    log.push(`+${name}`)
    await promise.finally(() => log.push(`-${name}`))
    return name
  }
  return { run, end: resolve, fail: reject }
}

it("runs shared work side by side, and what wants to be alone alone, in the order of arrival", async () => {
  const gate = openGate()
  const log: string[] = []
  const [a, b, alone, c] = ["a", "b", "alone", "c"].map((name) => work(log, name)) as [
    ReturnType<typeof work>,
    ReturnType<typeof work>,
    ReturnType<typeof work>,
    ReturnType<typeof work>,
  ]
  const running = [gate.share(a.run), gate.share(b.run), gate.alone(alone.run), gate.share(c.run)]
  for (const each of [c, alone, b, a]) each.end()
  expect(await Promise.all(running)).toEqual(["a", "b", "alone", "c"])
  expect(log).toEqual(["+a", "+b", "-b", "-a", "+alone", "-alone", "+c", "-c"])
})

it("goes on after work that failed", async () => {
  const gate = openGate()
  const log: string[] = []
  const [shared, alone] = [work(log, "shared"), work(log, "alone")]
  const running = [gate.share(shared.run), gate.alone(alone.run), gate.share(async () => "next")]
  shared.fail(new Error("shared"))
  alone.fail(new Error("alone"))
  const outcomes = await Promise.allSettled(running)
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"])
})
