import { expect, it } from "vitest"
import { eachOf } from "./each-of.ts"

it("runs some at a time, all of them, each once", async () => {
  let running = 0
  let most = 0
  const done: number[] = []
  await eachOf(
    [1, 2, 3, 4, 5],
    async (item) => {
      most = Math.max(most, ++running)
      await new Promise(setImmediate)
      running -= 1
      done.push(item)
    },
    { atOnce: 2 },
  )
  expect(done).toEqual([1, 2, 3, 4, 5])
  expect(most).toBe(2)
})

it("tells what failed and goes on", async () => {
  const error = new Error("no")
  const { failed } = await eachOf(["a", "b", "c"], async (item) => {
    if (item === "b") throw error
  })
  expect(failed).toEqual([{ item: "b", error }])
})

it("does nothing with nothing", async () => {
  expect(await eachOf([], () => Promise.reject(new Error("never")))).toEqual({ failed: [] })
})
