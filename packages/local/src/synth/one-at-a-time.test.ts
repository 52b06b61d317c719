import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, it, onTestFinished } from "vitest"
import { oneAtATime } from "./one-at-a-time.ts"

function start() {
  const folder = mkdtempSync(join(tmpdir(), "darkroom-lock-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const lock = join(folder, "lock")
  const state = { done: false, times: 0 }
  const run = (work: () => Promise<void> = async () => {}) =>
    oneAtATime(
      lock,
      () => state.done,
      async () => {
        state.times++
        await work()
        state.done = true
      },
    )
  return { lock, state, run }
}

it("does the work once, however many ask for it", async () => {
  const { lock, state, run } = start()
  await Promise.all([run(() => sleep(20)), run(() => sleep(20)), run(() => sleep(20))])
  expect([state.times, existsSync(lock)]).toEqual([1, false])
})

it("does nothing where it is done", async () => {
  const { state, run } = start()
  state.done = true
  await run()
  expect(state.times).toBe(0)
})

it("lets the next one try where one has failed", async () => {
  const { state, run } = start()
  const failing = run(async () => {
    await sleep(20)
    throw new Error("no network")
  })
  const next = run()
  await expect(failing).rejects.toThrow("no network")
  await next
  expect(state.times).toBe(2)
})

it("does not wait for a process that was killed", async () => {
  const { lock, state, run } = start()
  mkdirSync(lock)
  const longAgo = new Date(Date.now() - 3_600_000)
  utimesSync(lock, longAgo, longAgo)
  await run()
  expect(state.times).toBe(1)
})
