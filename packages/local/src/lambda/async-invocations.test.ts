import { setImmediate } from "node:timers/promises"
import { describe, expect, it, onTestFinished } from "vitest"
import { type ManualClock, manualClock } from "../clock.ts"
import { FunctionFailed } from "../errors.ts"
import type { AsyncConfigNode } from "../graph.ts"
import { openStore } from "../store.ts"
import { asyncInvocations } from "./async-invocations.ts"
import { FunctionThrottled, RecursiveLoop } from "./errors.ts"
import type { InvocationCall } from "./invocation.ts"
import { functionNode } from "./testing.ts"

const { arn } = functionNode()
const minute = 60_000

type Run = (event: unknown, call: InvocationCall) => unknown
type Deliver = (arn: string) => unknown

interface Options {
  readonly config?: AsyncConfigNode
  readonly deliver?: Deliver
  readonly store?: ReturnType<typeof openStore>
  readonly clock?: ManualClock
}

function start(
  run: Run,
  { config = {}, deliver = () => {}, store = openStore(), clock = manualClock() }: Options = {},
) {
  const calls: { event: unknown; call: InvocationCall; at: number }[] = []
  const delivered: { arn: string; body: unknown; attributes?: Record<string, string> }[] = []
  const dropped: string[] = []
  const begin = clock.now()
  const runner = {
    node: functionNode({ asyncConfig: config }),
    invoke: async (event: unknown, call: InvocationCall = {}) => {
      calls.push({ event, call, at: clock.now() - begin })
      return run(event, call)
    },
  }
  const queue = asyncInvocations(
    {
      exists: (functionArn) => functionArn === arn,
      functions: () => new Map([[arn, runner]]),
      deliver: async (to, body, attributes) => {
        await deliver(to)
        delivered.push({ arn: to, body: JSON.parse(body), ...(attributes && { attributes }) })
      },
      onDropped: (to) => void dropped.push(to),
    },
    { clock, store, region: "us-east-1", accountId: "000000000000" },
  )
  onTestFinished(() => queue.close())
  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds)
    await queue.idle()
  }
  return { queue, calls, delivered, dropped, pass, clock, store }
}

const broken = () => Promise.reject(Object.assign(new FunctionFailed(thrown), { cause: thrown }))
const thrown = { name: "TypeError", message: "no", stack: "TypeError: no\n    at handler" }
const failurePayload = { errorType: "TypeError", errorMessage: "no", trace: ["TypeError: no", "    at handler"] }

describe("an asynchronous invocation", () => {
  it("runs once where it succeeds, with its request id and what triggered it", async () => {
    const { queue, calls, clock } = start(() => "done")
    const requestId = queue.invoke(arn, '{"a":1}')
    expect(queue.waiting(arn)).toBe(1)
    await queue.idle()
    const call = { trigger: "async", requestId, queuedAt: clock.now(), throttle: true }
    expect(calls).toEqual([{ event: { a: 1 }, call, at: 0 }])
    expect(queue.waiting(arn)).toBe(0)
  })

  it("is refused for an unknown function", () => {
    const { queue } = start(() => {})
    expect(() => queue.invoke(`${arn}x`, "{}")).toThrow(
      expect.objectContaining({ code: "ResourceNotFoundException", message: `Function not found: ${arn}x` }),
    )
  })

  it("is retried after one minute and then after two", async () => {
    const { queue, calls, pass } = start(broken)
    queue.invoke(arn, "{}")
    await pass(0)
    await pass(minute - 1)
    expect(calls).toHaveLength(1)
    await pass(1)
    await pass(2 * minute)
    await pass(60 * minute)
    expect(calls.map(({ at }) => at)).toEqual([0, minute, 3 * minute])
    expect(new Set(calls.map(({ call }) => call.requestId)).size).toBe(1)
    expect(queue.waiting(arn)).toBe(0)
  })

  it("comes again by backoff, which does not count, while the function is throttled", async () => {
    let left = 4
    const throttled = () => {
      if (left-- > 0) throw new FunctionThrottled("Worker", 1)
    }
    const { queue, calls, pass } = start(throttled, { config: { maximumRetryAttempts: 0 } })
    queue.invoke(arn, "{}")
    await queue.idle()
    for (let second = 0; second < 20; second++) await pass(1_000)
    expect(calls.map(({ at }) => at)).toEqual([0, 1_000, 3_000, 7_000, 15_000])
    expect(queue.waiting(arn)).toBe(0)
  })

  it("hands on the trace header of what caused it", async () => {
    const { queue, calls } = start(() => "done")
    queue.invoke(arn, "{}", "Root=1-5759e988-bd862e3fe1be46a994272793")
    await queue.idle()
    expect(calls).toMatchObject([{ call: { trace: "Root=1-5759e988-bd862e3fe1be46a994272793" } }])
  })

  it("is not tried again where it would continue a recursive loop; its destination and dead-letter queue are told", async () => {
    const stopped = () => Promise.reject(new RecursiveLoop("Worker", 16))
    const { queue, calls, delivered, pass } = start(stopped, { config: { onFailure: "f", deadLetterArn: "d" } })
    queue.invoke(arn, '{"a":1}')
    await queue.idle()
    await pass(60 * minute)
    expect([calls.length, queue.waiting(arn)]).toEqual([1, 0])
    expect(delivered).toMatchObject([
      { arn: "f", body: { requestContext: { condition: "RecursiveLoop" }, requestPayload: { a: 1 } } },
      { arn: "d", body: { a: 1 } },
    ])
  })

  it("has ten of one function at work at the most", async () => {
    const ends: (() => void)[] = []
    const { queue, calls } = start(() => new Promise<void>((resolve) => ends.push(resolve)))
    for (let count = 0; count < 25; count++) queue.invoke(arn, "{}")
    expect(calls).toHaveLength(10)
    while (queue.waiting(arn) > 0) {
      for (const end of ends.splice(0)) end()
      await setImmediate()
    }
    expect(calls).toHaveLength(25)
  })

  it("is forgotten by a reset, also one that is at work", async () => {
    const { queue, calls, delivered, pass } = start(broken, { config: { maximumRetryAttempts: 0, onFailure: "f" } })
    queue.invoke(arn, "{}")
    queue.reset()
    await queue.idle()
    await pass(10 * minute)
    expect([calls.length, delivered, queue.waiting(arn)]).toEqual([1, [], 0])
  })
})

describe("what an earlier run left", () => {
  it("continues at the next start, with its attempts", async () => {
    const store = openStore()
    const clock = manualClock()
    const first = start(broken, { store, clock })
    const requestId = first.queue.invoke(arn, "{}")
    await first.queue.idle()
    first.queue.close()
    const second = start(broken, { store, clock, config: { maximumRetryAttempts: 1, onFailure: "f" } })
    await second.pass(0)
    expect(second.calls).toEqual([])
    await second.pass(minute)
    expect(second.calls).toMatchObject([{ call: { requestId } }])
    expect(second.delivered).toMatchObject([{ body: { requestContext: { approximateInvokeCount: 2 } } }])
  })

  it("runs again where it was at work, for nobody knows whether it was done", async () => {
    const store = openStore()
    const first = start(() => new Promise(() => {}), { store })
    first.queue.invoke(arn, '"work"')
    first.queue.close()
    const second = start(() => {}, { store })
    await second.pass(0)
    expect(second.calls).toMatchObject([{ event: "work" }])
    expect(second.queue.waiting(arn)).toBe(0)
  })

  it("is told to destinations without running the function again", async () => {
    const store = openStore()
    const first = start(() => "done", { store, config: { onSuccess: "s" }, deliver: () => new Promise(() => {}) })
    first.queue.invoke(arn, "{}")
    await setImmediate()
    first.queue.close()
    const second = start(() => "again", { store, config: { onSuccess: "s" } })
    await second.pass(0)
    expect(second.calls).toEqual([])
    expect(second.delivered).toMatchObject([{ arn: "s", body: { responsePayload: "done" } }])
  })
})

describe("destinations", () => {
  it("get a record of a success", async () => {
    const { queue, delivered, clock } = start(() => ({ b: 2 }), { config: { onSuccess: "s", onFailure: "f" } })
    const requestId = queue.invoke(arn, '{"a":1}')
    await queue.idle()
    expect(delivered).toEqual([
      {
        arn: "s",
        body: {
          version: "1.0",
          timestamp: new Date(clock.now()).toISOString(),
          requestContext: {
            requestId,
            functionArn: `${arn}:$LATEST`,
            condition: "Success",
            approximateInvokeCount: 1,
          },
          requestPayload: { a: 1 },
          responseContext: { statusCode: 200, executedVersion: "$LATEST" },
          responsePayload: { b: 2 },
        },
      },
    ])
  })

  it("get a record of the last failure, and the dead-letter queue gets the event", async () => {
    const config = { maximumRetryAttempts: 1, onFailure: "f", deadLetterArn: "d" }
    const { queue, delivered, pass } = start(broken, { config })
    const requestId = queue.invoke(arn, '{"a":1}')
    await queue.idle()
    expect(delivered).toEqual([])
    await pass(minute)
    expect(delivered).toMatchObject([
      {
        arn: "f",
        body: {
          requestContext: { requestId, condition: "RetriesExhausted", approximateInvokeCount: 2 },
          requestPayload: { a: 1 },
          responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
          responsePayload: failurePayload,
        },
      },
      { arn: "d", body: { a: 1 }, attributes: { RequestID: requestId, ErrorCode: "200", ErrorMessage: "no" } },
    ])
  })

  it("hear of an event that became too old, with the failure that it had", async () => {
    const config = { maximumEventAgeInSeconds: 60, onFailure: "f" }
    const { queue, delivered, pass } = start(broken, { config })
    queue.invoke(arn, "{}")
    await queue.idle()
    await pass(minute)
    await pass(2 * minute)
    const requestContext = { condition: "EventAgeExceeded", approximateInvokeCount: 2 }
    expect(delivered).toMatchObject([{ body: { requestContext, responsePayload: failurePayload } }])
  })

  it("hear of one that never ran", async () => {
    const throttled = () => Promise.reject(new FunctionThrottled("Worker", 0))
    const config = { maximumEventAgeInSeconds: 60, onFailure: "f", deadLetterArn: "d" }
    const { queue, delivered, pass } = start(throttled, { config })
    queue.invoke(arn, "{}")
    for (let second = 0; second < 130; second++) await pass(1_000)
    expect(delivered).toHaveLength(2)
    expect(delivered[0]!.body).toMatchObject({ requestContext: { approximateInvokeCount: 0 } })
    expect(delivered[0]!.body).not.toHaveProperty("responseContext")
    expect(delivered[1]!.attributes).toMatchObject({ ErrorCode: "429", ErrorMessage: "Rate Exceeded." })
  })

  it("are told again until they listen, each for itself, and given up after five times", async () => {
    let refusals = 2
    const deliver = (to: string) => {
      if (to === "d" || refusals-- > 0) throw new Error("not now")
    }
    const config = { maximumRetryAttempts: 0, onFailure: "f", deadLetterArn: "d" }
    const { queue, calls, delivered, dropped, pass } = start(broken, { config, deliver })
    queue.invoke(arn, "{}")
    for (let second = 0; second < 60; second++) await pass(1_000)
    expect(calls).toHaveLength(1)
    expect(delivered.map(({ arn: to }) => to)).toEqual(["f"])
    expect([dropped, queue.waiting(arn)]).toEqual([["d"], 0])
  })
})
