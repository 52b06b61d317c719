import { describe, expect, it } from "vitest"
import { batch } from "./batch.ts"

function setUp(flush?: (items: readonly string[]) => Promise<void>) {
  const batches: (readonly string[])[] = []
  const tasks: { task: () => void; milliseconds: number }[] = []
  const add = batch<string>({
    flush: async (items) => {
      batches.push(items)
      await flush?.(items)
    },
    later: (task, milliseconds) => void tasks.push({ task, milliseconds }),
  })
  async function next(): Promise<number | undefined> {
    const first = tasks.shift()
    first?.task()
    await new Promise(setImmediate)
    return first?.milliseconds
  }
  return { add, next, batches, tasks }
}

describe("batch", () => {
  it("handles together what comes together", async () => {
    const { add, next, batches } = setUp()
    for (const item of ["a", "b", "c"]) add(item)
    expect(batches).toEqual([])
    expect(await next()).toBe(200)
    expect(batches).toEqual([["a", "b", "c"]])
  })

  it("rests between two batches and keeps what comes meanwhile", async () => {
    const { add, next, batches, tasks } = setUp()
    add("a")
    await next()
    add("b")
    add("c")
    expect(tasks).toHaveLength(1)
    expect(await next()).toBe(1500)
    await next()
    expect(batches).toEqual([["a"], ["b", "c"]])
  })

  it("starts no second batch while the first is under way", async () => {
    const done = Promise.withResolvers<void>()
    const { add, next, batches, tasks } = setUp(() => done.promise)
    add("a")
    await next()
    add("b")
    expect(tasks).toEqual([])
    done.resolve()
    await new Promise(setImmediate)
    await next()
    await next()
    expect(batches).toEqual([["a"], ["b"]])
  })

  it("goes on after a batch that failed", async () => {
    const { add, next, batches } = setUp(async () => {
      throw new Error("offline")
    })
    add("a")
    await next()
    add("b")
    await next()
    await next()
    expect(batches).toEqual([["a"], ["b"]])
  })

  it("is as at the start after a quiet time", async () => {
    const { add, next, tasks } = setUp()
    add("a")
    await next()
    await next()
    expect(tasks).toEqual([])
    add("b")
    expect(await next()).toBe(200)
  })
})
