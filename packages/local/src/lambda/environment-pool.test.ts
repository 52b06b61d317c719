import { beforeEach, describe, expect, it, vi } from "vitest"
import { environmentPool, SCALE_OUT_MILLISECONDS } from "./environment-pool.ts"
import type { FunctionProcess } from "./function-process.ts"

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

/** A pool of processes that are ready at once. */
function start({ idleMilliseconds = 60_000, limit = 2 } = {}) {
  const processes: FunctionProcess[] = []
  function startProcess(): FunctionProcess {
    const { promise: exited, resolve } = Promise.withResolvers<void>()
    let ended = false
    const process = {
      ended: () => ended,
      exited,
      ready: Promise.resolve(),
      kill: vi.fn<() => void>(() => {
        ended = true
        resolve()
      }),
    } as unknown as FunctionProcess
    processes.push(process)
    return process
  }
  const pool = environmentPool({ start: startProcess, limit, idleMilliseconds })
  return { pool, alive: () => processes.filter((process) => !process.ended()).length, started: () => processes.length }
}

it("has no process before the first invocation", () => {
  expect(start().alive()).toBe(0)
})

it("ends a process that had no invocation for its idle time", async () => {
  const { pool, alive } = start()
  pool.release((await pool.acquire()).process)
  await vi.advanceTimersByTimeAsync(59_999)
  expect(alive()).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(alive()).toBe(0)
  expect(pool.processes()).toEqual([])
})

it("measures the idle time from the last invocation, and never ends a process at work", async () => {
  const { pool, alive, started } = start()
  pool.release((await pool.acquire()).process)
  await vi.advanceTimersByTimeAsync(59_000)
  const { process, cold } = await pool.acquire()
  expect(cold).toBe(false)
  await vi.advanceTimersByTimeAsync(600_000)
  expect(alive()).toBe(1)
  pool.release(process)
  await vi.advanceTimersByTimeAsync(59_999)
  expect([alive(), started()]).toEqual([1, 1])
})

it("ends the processes that a burst started, but not the one that goes on working", async () => {
  const { pool, alive } = start()
  const [first, second] = [pool.acquire(), pool.acquire()]
  await vi.advanceTimersByTimeAsync(SCALE_OUT_MILLISECONDS)
  const burst = [await first, await second]
  expect(alive()).toBe(2)
  for (const { process } of burst) pool.release(process)
  for (let second = 0; second < 120; second += 30) {
    await vi.advanceTimersByTimeAsync(30_000)
    pool.release((await pool.acquire()).process)
  }
  expect(alive()).toBe(1)
})

it("ends a process sooner where it was released for less", async () => {
  const { pool, alive } = start()
  pool.release((await pool.acquire()).process, 5_000)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(alive()).toBe(0)
})

it("keeps processes for ever where the idle time is infinite", async () => {
  const { pool, alive } = start({ idleMilliseconds: Infinity })
  pool.release((await pool.acquire()).process, 5_000)
  pool.release((await pool.acquire()).process)
  await vi.advanceTimersByTimeAsync(86_400_000)
  expect(alive()).toBe(1)
})

it("starts one ahead, which the next invocation finds, and which ends where none comes", async () => {
  const { pool, alive, started } = start()
  await pool.warm()
  await pool.warm()
  expect(started()).toBe(1)
  pool.release((await pool.acquire()).process)
  await pool.warm()
  expect(started()).toBe(1)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(alive()).toBe(0)
})

it("waits for a busy process for a moment, and starts another one where it stays busy", async () => {
  const { pool, started } = start()
  const { process } = await pool.acquire()
  const soon = pool.acquire()
  await vi.advanceTimersByTimeAsync(SCALE_OUT_MILLISECONDS - 1)
  pool.release(process)
  expect(await soon).toEqual({ process, cold: false })
  const late = pool.acquire()
  await vi.advanceTimersByTimeAsync(SCALE_OUT_MILLISECONDS)
  expect((await late).cold).toBe(true)
  expect(started()).toBe(2)
})

it("never has more processes at work than its limit, and serves invocations in the order of asking", async () => {
  const { pool, started } = start({ limit: 1 })
  const order: string[] = []
  const { process } = await pool.acquire()
  const calls = ["first", "second"].map((name) => pool.acquire().then(() => order.push(name)))
  await vi.advanceTimersByTimeAsync(60_000)
  expect([started(), pool.full(), order]).toEqual([1, true, []])
  pool.release(process)
  await calls[0]
  pool.release(process)
  await calls[1]
  expect([started(), order]).toEqual([1, ["first", "second"]])
})

it("starts another process for the invocation that waits where the busy one has ended", async () => {
  const { pool, started } = start({ limit: 1 })
  const { process } = await pool.acquire()
  const next = pool.acquire()
  process.kill()
  pool.release(process)
  expect((await next).cold).toBe(true)
  expect(started()).toBe(2)
})

describe("tenants", () => {
  it("have processes of their own, which wait for them", async () => {
    const { pool, started } = start()
    const { process } = await pool.acquire("ada")
    pool.release(process)
    expect(await pool.acquire("ada")).toEqual({ process, cold: false })
    pool.release(process)
    expect((await pool.acquire("bob")).cold).toBe(true)
    expect(started()).toBe(2)
  })

  it("may have a process that was started ahead", async () => {
    const { pool, started } = start()
    await pool.warm()
    expect((await pool.acquire("ada")).cold).toBe(false)
    await pool.warm()
    expect(started()).toBe(2)
  })

  it("do not get the process that another one has waited for", async () => {
    const { pool } = start({ limit: 1 })
    const { process } = await pool.acquire("ada")
    const next = pool.acquire("bob")
    pool.release(process)
    const lease = await next
    expect([lease.cold, process.ended()]).toEqual([true, true])
    pool.release(lease.process)
  })

  it("leave no process behind for each of them", async () => {
    const { pool, alive } = start()
    for (const tenant of ["ada", "bob", "cy"]) pool.release((await pool.acquire(tenant)).process)
    expect(alive()).toBe(1)
  })
})
