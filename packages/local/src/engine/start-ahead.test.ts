import { setImmediate } from "node:timers/promises"
import { expect, it, vi } from "vitest"
import { functionNode } from "../lambda/testing.ts"
import { startAhead } from "./start-ahead.ts"

vi.mock("node:os", async (original) => ({ ...(await original<object>()), availableParallelism: () => 2 }))

function start(followers: readonly string[]) {
  const [started, ends] = [[] as string[], [] as (() => void)[]]
  const runner = (arn: string) => ({
    warm: () => {
      started.push(arn)
      return new Promise<void>((resolve, reject) => ends.push(arn === "broken" ? reject : resolve))
    },
  })
  const began = vi.fn<(...args: unknown[]) => string[]>(() => [...followers])
  const functions = new Map(followers.map((arn) => [arn, runner(arn)]))
  const ahead = startAhead({ began }, () => functions)
  const begin = () => ahead(functionNode({ arn: "first" }), "span", "cause")
  return { begin, began, started, ends }
}

it("starts what mostly follows an invocation, as many at once as there are processors", async () => {
  const { begin, began, started, ends } = start(["a", "b", "c"])
  begin()
  expect(began).toHaveBeenCalledWith("first", "span", "cause")
  expect(started).toEqual(["a", "b"])
  ends[0]!()
  await setImmediate()
  expect(started).toEqual(["a", "b", "c"])
})

it("goes on after one that cannot start", async () => {
  const { begin, started, ends } = start(["broken", "a", "b"])
  begin()
  ends[0]!()
  await setImmediate()
  expect(started).toEqual(["broken", "a", "b"])
})
