import { existsSync, globSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it, vi } from "vitest"
import { manualClock } from "../clock.ts"
import { FunctionCrashed, FunctionFailed, FunctionTimedOut } from "../errors.ts"
import { FunctionOutOfMemory, FunctionThrottled, RecursiveLoop } from "./errors.ts"
import { functionNode, testFunction } from "./testing.ts"
import { traceOf } from "./trace-header.ts"

const echo = "export const handler = async (event: unknown) => event"
/** Waits until the file that the event names exists. */
const waiting = `
  import { existsSync } from "node:fs"
  import { setTimeout } from "node:timers/promises"
  export const handler = async ({ until, at }: { until: string; at?: string }) => {
    console.log("at work")
    while (!existsSync(until)) await setTimeout(5)
    return "done"
  }`

describe("an invocation's record", () => {
  it("says what triggered it, how long it took and that it was cold", async () => {
    const clock = manualClock()
    const { runner, records } = testFunction(echo, {}, { clock })
    const call = { trigger: "sqs:work", requestId: "r-1", queuedAt: 5, records: 2 }
    expect(await runner.invoke({ a: 1 }, call)).toEqual({ a: 1 })
    await runner.invoke({})
    expect(records[0]).toEqual({
      functionId: "Worker",
      ...call,
      cold: true,
      startedAt: clock.now(),
      waitMs: expect.any(Number),
      initMs: expect.any(Number),
      durationMs: expect.any(Number),
      status: "ok",
      maxMemoryMb: expect.any(Number),
      traceId: expect.stringMatching(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    })
    expect(records[0]!.initMs).toBeGreaterThan(records[0]!.waitMs)
    expect(records[0]!.maxMemoryMb).toBeGreaterThan(20)
    expect(records[1]).toMatchObject({ cold: false, trigger: "invoke", status: "ok" })
    expect(records[1]).not.toHaveProperty("initMs")
    expect(records[1]!.traceId).not.toBe(records[0]!.traceId)
    expect(runner.stats()).toMatchObject({ coldStarts: 1, warmStarts: 1, idle: 1, starting: 0, running: 0 })
    expect(runner.stats().maxDurationMs).toBeGreaterThanOrEqual(runner.stats().p50DurationMs)
  })

  it("keeps the trace of what caused it, which the handler finds in its environment", async () => {
    const { runner, records } = testFunction('export const handler = async () => process.env["_X_AMZN_TRACE_ID"]')
    const header = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0"
    const seen = await runner.invoke({}, { trace: header })
    expect(seen).toMatch(
      /^Root=1-5759e988-bd862e3fe1be46a994272793;Parent=[0-9a-f]{16};Sampled=0;Lineage=[0-9a-f]{8}:1$/,
    )
    expect(seen).not.toBe(header)
    expect(records[0]!.traceId).toBe("1-5759e988-bd862e3fe1be46a994272793")
    expect(await runner.invoke({})).toMatch(
      /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1;Lineage=[0-9a-f]{8}:1$/,
    )
  })

  it("tells a handler that throws, a timeout and a crash apart", async () => {
    const source = `export const handler = async (event: string) => {
      if (event === "throw") throw new TypeError("no such thing")
      if (event === "exit") process.exit(3)
      await new Promise(() => setInterval(() => {}, 1000))
    }`
    const { runner, records } = testFunction(source, { timeout: 1 })
    await expect(runner.invoke("throw")).rejects.toThrow(FunctionFailed)
    await expect(runner.invoke("exit", { requestId: "r" })).rejects.toThrow(
      new FunctionCrashed("r", "with error: exit status 3"),
    )
    await expect(runner.invoke("stay")).rejects.toThrow(FunctionTimedOut)
    expect(records.map(({ status }) => status)).toEqual(["error", "crash", "timeout"])
    expect(records[0]!.error).toBe("TypeError: no such thing")
    expect(runner.stats()).toMatchObject({ invocations: 3, errors: 3, timeouts: 1 })
  })

  it("is of a success where the process ends after it has answered, before its output does", async () => {
    const source = `export const handler = async () => {
      process.stdout.write = () => process.exit(1)
      return "answered"
    }`
    const { runner, records } = testFunction(source)
    for (let time = 0; time < 5; time++) {
      expect(await runner.invoke({})).toBe("answered")
      runner.recycle()
    }
    expect(records.every(({ status }) => status === "ok")).toBe(true)
  })

  it("fails, and does not start for ever, when the process ends while it loads the handler", async () => {
    const { runner, records } = testFunction("process.exit(4)")
    await expect(runner.invoke({})).rejects.toThrow("Runtime exited with error: exit status 4")
    expect(records).toMatchObject([{ status: "crash", cold: true }])
    expect(runner.stats().coldStarts).toBe(1)
  })
})

describe("a function's memory", () => {
  it("ends the process of an invocation that takes more", async () => {
    const source = `export const handler = async () => {
      const kept: Buffer[] = []
      for (;;) {
        kept.push(Buffer.alloc(8 * 2 ** 20, 1))
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }`
    const { runner, records } = testFunction(source, { memory: 128 })
    await expect(runner.invoke({})).rejects.toThrow(FunctionOutOfMemory)
    expect(records).toMatchObject([{ status: "memory" }])
    expect(records[0]!.error).toContain("Error: Runtime exited with error: signal: killed (out of memory: ")
    expect(records[0]!.maxMemoryMb).toBeGreaterThan(128)
    expect(runner.stats()).toMatchObject({ errors: 1, idle: 0 })
  })

  it("is V8's limit, too", async () => {
    const source = "export const handler = async () => process.execArgv"
    const own = testFunction(source, { memory: 512 })
    expect(await own.runner.invoke({})).toEqual(["--max-semi-space-size=4", "--max-old-space-size=460"])
    const other = testFunction(source, { environment: { NODE_OPTIONS: "--max-old-space-size=99" } })
    expect(await other.runner.invoke({})).toEqual([])
  })
})

describe("what a function prints", () => {
  it("comes with the request that printed it, also without a line's end, and with none while it is loaded", async () => {
    const source = `
      console.log("loading")
      export const handler = async (event: string) => {
        console.error("problem " + event)
        process.stdout.write("first " + event + "\\nlast " + event)
        if (event === "b") setTimeout(() => console.log("late"), 20)
      }`
    const { runner, lines } = testFunction(source)
    const heard: string[] = []
    await runner.invoke("a", { requestId: "r-a", onLine: (line) => void heard.push(line) })
    await runner.invoke("b", { requestId: "r-b" })
    await vi.waitFor(() => expect(lines).toContainEqual({ line: "late", stream: "stdout", requestId: undefined }))
    expect(lines.filter(({ stream }) => stream === "stdout").map(({ line, requestId }) => [line, requestId])).toEqual([
      ["loading", undefined],
      ["first a", "r-a"],
      ["last a", "r-a"],
      ["first b", "r-b"],
      ["last b", "r-b"],
      ["late", undefined],
    ])
    expect(lines).toContainEqual({ line: "problem a", stream: "stderr", requestId: "r-a" })
    expect(heard.toSorted()).toEqual(["first a", "last a", "problem a"])
  })
})

it("is not invoked where that would continue a recursive loop, unless its configuration allows it", async () => {
  const { arn } = functionNode()
  const trace = Array.from({ length: 16 }).reduce<string>((cause) => traceOf(0, cause, arn).header, "")
  const stopped: string[] = []
  const { runner } = testFunction(echo, {}, { onRecursion: (id) => void stopped.push(id) })
  await expect(runner.invoke({}, { trace })).rejects.toThrow(RecursiveLoop)
  expect(runner.stats()).toMatchObject({ recursions: 1, invocations: 0, coldStarts: 0 })
  expect(stopped).toEqual(["Worker"])
  expect(await testFunction(echo, { recursive: true }).runner.invoke({ a: 1 }, { trace })).toEqual({ a: 1 })
})

describe("reserved concurrency", () => {
  it("caps the environments: one that does not wait is throttled, the others come in turn", async () => {
    const { runner, root, lines } = testFunction(waiting, { reservedConcurrency: 1 })
    const until = join(root, "go")
    const order: string[] = []
    const first = runner.invoke({ until }).then(() => order.push("first"))
    const second = runner.invoke({ until }).then(() => order.push("second"))
    await vi.waitFor(() => expect(lines).toHaveLength(1), { timeout: 10_000 })
    await expect(runner.invoke({ until }, { throttle: true })).rejects.toThrow(FunctionThrottled)
    expect(runner.stats()).toMatchObject({ running: 1, throttles: 1, invocations: 2 })
    writeFileSync(until, "")
    await Promise.all([first, second])
    expect(order).toEqual(["first", "second"])
    expect(runner.stats().coldStarts).toBe(1)
    expect(await runner.invoke({ until }, { throttle: true })).toBe("done")
  })

  it("is not the engine's own limit, which is waited for", async () => {
    const { runner, root } = testFunction(waiting, {}, { concurrency: 1 })
    const until = join(root, "go")
    const both = [runner.invoke({ until }, { throttle: true }), runner.invoke({ until }, { throttle: true })]
    writeFileSync(until, "")
    expect(await Promise.all(both)).toEqual(["done", "done"])
    expect(existsSync(until)).toBe(true)
    expect(runner.stats().throttles).toBe(0)
  })
})

it("tells the handler which tenant it works for, in a process that has worked for no other", async () => {
  const source = "let calls = 0; export const handler = async (_, { tenantId }) => [tenantId, ++calls]"
  const { runner } = testFunction(source, { tenantIsolation: true })
  expect(await runner.invoke({}, { tenant: "ada" })).toEqual(["ada", 1])
  expect(await runner.invoke({}, { tenant: "ada" })).toEqual(["ada", 2])
  expect(await runner.invoke({}, { tenant: "bob" })).toEqual(["bob", 1])
  expect(await runner.invoke({}, { tenant: "ada" })).toEqual(["ada", 1])
})

it("keeps what a process has compiled for those that start after it, though it is killed", async () => {
  const { runner, root } = testFunction(echo)
  await runner.invoke({})
  const kept = () => globSync(".darkroom/compile-cache/*/*", { cwd: root })
  await vi.waitFor(() => expect(kept()).not.toEqual([]))
})
