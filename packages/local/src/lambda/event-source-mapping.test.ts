import { setImmediate } from "node:timers/promises"
import { afterEach, describe, expect, it } from "vitest"
import { sqsService, stringAttributes } from "../aws/sqs/sqs.ts"
import { manualClock } from "../clock.ts"
import type { FunctionNode, MappingNode } from "../graph.ts"
import { openStore } from "../store.ts"
import { type Mapping, startMapping } from "./event-source-mapping.ts"
import { RecursiveLoop } from "./errors.ts"
import { isLoop, traceOf } from "./trace-header.ts"
import type { FunctionRunner, InvocationCall } from "./function-runner.ts"
import type { SqsRecord } from "./sqs-record.ts"

const queueArn = "arn:aws:sqs:us-east-1:000000000000:work"
const seconds = 1000

const running: Mapping[] = []
afterEach(async () => {
  for (const mapping of running.splice(0)) await mapping.stop()
})

type Handler = (records: readonly SqsRecord[], call: InvocationCall) => unknown

const WORKER = "arn:aws:lambda:us-east-1:000000000000:function:Worker"

function fakeRunner(handler: Handler, timeout = 30): FunctionRunner {
  return {
    node: { id: "Worker", arn: WORKER, timeout } as FunctionNode,
    checkLoop: (trace) => {
      if (isLoop(trace, WORKER)) throw new RecursiveLoop("Worker", 16)
    },
    invoke: async (event, call = {}) => handler((event as { Records: SqsRecord[] }).Records, call),
    warm: async () => {},
    recycle: () => {},
    stats: () => {
      throw new Error("a fake has no processes")
    },
    close: () => {},
  }
}

/** A queue with a mapping to `handler`; `batches` are the bodies of each invocation. */
function start(changes: Partial<MappingNode> = {}, handler: Handler = () => undefined, timeout?: number) {
  const clock = manualClock()
  const times = { visibilityTimeout: 30, retention: 345_600, delay: 0, receiveWait: 0 }
  const redrive = { deadLetterArn: `${queueArn}-dead`, maxReceiveCount: 4 }
  const queues = [
    { ...times, name: "work", arn: queueArn, redrive },
    { ...times, name: "work-dead", arn: `${queueArn}-dead` },
  ]
  const context = { clock, store: openStore(), region: "us-east-1", accountId: "000000000000" }
  const sqs = sqsService({ queues }, context)
  const batches: string[][] = []
  const errors: unknown[] = []
  const calls: InvocationCall[] = []
  const runner = fakeRunner((records, call) => {
    batches.push(records.map(({ body }) => body))
    calls.push(call)
    return handler(records, call)
  }, timeout)
  const mapping = {
    id: "Map",
    queueArn,
    functionArn: "f",
    batchSize: 10,
    window: 0,
    partialResponses: true,
    ...changes,
  }
  const onError = (_id: string, error: unknown) => void errors.push(error)
  const started = startMapping({ mapping, sqs, runner, region: "us-east-1", concurrency: 1, clock, onError })
  running.push(started)
  const send = async (...bodies: string[]) => {
    bodies.forEach((body) => sqs.send(queueArn, { body }))
    await setImmediate()
  }
  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds)
    await setImmediate()
  }
  return { sqs, clock, batches, calls, errors, send, pass, mapping: started }
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index))

describe("an event source mapping", () => {
  it("leaves in the queue what comes while it is paused, and takes it when it goes on", async () => {
    const { send, pass, batches, sqs, mapping } = start()
    await mapping.pause()
    await send("a", "b")
    await pass(60 * seconds)
    expect([batches, sqs.depth(queueArn).visible]).toEqual([[], 2])
    await Promise.all([mapping.resume(), mapping.resume()])
    await pass(0)
    expect(batches.flat()).toEqual(["a", "b"])
    await Promise.all([mapping.pause(), mapping.resume(), mapping.pause()])
    await send("c")
    await pass(60 * seconds)
    expect(batches.flat()).toEqual(["a", "b"])
  })

  it("hands over what is there, at once, without a window", async () => {
    const { send, pass, batches, sqs } = start()
    await send("a")
    await pass(0)
    await send("b", "c")
    await pass(0)
    expect(batches).toEqual([["a"], ["b"], ["c"]])
    expect(sqs.peek(queueArn, 10)).toEqual([])
  })

  it("collects messages until the window is over that the first one opened", async () => {
    const { send, pass, batches } = start({ window: 5 })
    await pass(19 * seconds)
    await send("a")
    await pass(3 * seconds)
    await send("b")
    await pass(1.9 * seconds)
    expect(batches).toEqual([])
    await pass(0.1 * seconds)
    expect(batches).toEqual([["a", "b"]])
  })

  it("ends a batch before the window does when it is full, also one of more than a receive gives", async () => {
    const { send, pass, batches } = start({ window: 60, batchSize: 25 })
    await send(...numbers(30))
    for (let turn = 0; turn < 10; turn++) await pass(0)
    expect(batches.map(({ length }) => length)).toEqual([25])
    await pass(60 * seconds)
    expect(batches.map(({ length }) => length)).toEqual([25, 5])
  })

  it("hands over what it has collected when it is stopped", async () => {
    const { send, pass, batches, mapping } = start({ window: 60 })
    await send("a")
    await pass(1 * seconds)
    await mapping.stop()
    expect(batches).toEqual([["a"]])
  })

  it("keeps the messages of a failed invocation and of a partial response until they are visible again", async () => {
    let fails = true
    const { send, pass, batches, errors } = start({ window: 1 }, (records) => {
      if (fails) throw new Error("not now")
      return { batchItemFailures: records.slice(1).map(({ messageId }) => ({ itemIdentifier: messageId })) }
    })
    await send("a", "b")
    await pass(1 * seconds)
    expect([batches.length, errors.length]).toEqual([1, 1])
    fails = false
    for (let second = 0; second < 70; second++) await pass(1 * seconds)
    expect(batches).toEqual([["a", "b"], ["a", "b"], ["b"]])
  })

  it("keeps the whole batch when the response names a message that is not in it", async () => {
    const { send, pass, sqs } = start({}, () => ({ batchItemFailures: [{ itemIdentifier: "none" }] }))
    await send("a")
    await pass(0)
    expect(sqs.depth(queueArn)).toEqual({ visible: 0, inFlight: 1, delayed: 0 })
  })

  it("tells the function what triggered it, how old its messages are and whose trace they belong to", async () => {
    const { sqs, send, pass, calls, clock } = start({ window: 5 })
    const queuedAt = clock.now()
    await send("a")
    await pass(2 * seconds)
    const trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"
    sqs.send(queueArn, { body: "b", traceHeader: trace })
    await pass(3 * seconds)
    expect(calls).toEqual([{ trigger: "sqs:work", queuedAt, records: 2, trace }])
  })

  it("cuts a batch at the size of an invocation's payload, and keeps the order", async () => {
    const large = "x".repeat(900_000)
    const { send, pass, batches, sqs } = start({ window: 60, batchSize: 100 })
    await send(...numbers(8).map((number) => number + large))
    for (let turn = 0; turn < 10; turn++) await pass(0)
    expect(batches.map((bodies) => bodies.map((body) => body[0]))).toEqual([numbers(6), ["6", "7"]])
    expect(sqs.peek(queueArn, 10)).toEqual([])
  })

  it("refuses what AWS refuses to create", () => {
    expect(() => start({}, undefined, 31)).toThrow(
      `visibility timeout 30 s of queue ${queueArn} is less than timeout 31 s of function Worker`,
    )
    expect(() => start({ batchSize: 11 })).toThrow("batch size 11 is over 10 and needs a batching window")
    expect(() => start({ batchSize: 10_001, window: 1 })).toThrow("batch size 10001 is not 1 to 10000")
    expect(() => start({ window: 301 })).toThrow("batching window 301 s")
    expect(() => start({ filters: [{ body: "text" }] })).toThrow("Event pattern is not valid")
  })
})

describe("a mapping's filter criteria", () => {
  const handled = async (filters: unknown[], ...bodies: string[]) => {
    const { send, pass, batches, sqs } = start({ filters })
    await send(...bodies)
    for (let turn = 0; turn <= bodies.length; turn++) await pass(0)
    expect(sqs.peek(queueArn, 10)).toEqual([])
    return batches.flat()
  }
  const tagged = JSON.stringify({ kind: "tag", size: 5 })
  const resized = JSON.stringify({ kind: "resize", size: 500 })

  it("look into a body of JSON, and delete what does not match", async () => {
    expect(await handled([{ body: { kind: ["tag"] } }], tagged, resized, "text", '"tag"')).toEqual([tagged])
    expect(await handled([{ body: { size: [{ numeric: [">", 100] }] } }], tagged, resized)).toEqual([resized])
  })

  it("compare a plain body with texts, which a body of JSON never matches", async () => {
    expect(await handled([{ body: [{ prefix: "te" }] }], "text", "other", tagged)).toEqual(["text"])
    expect(await handled([{ body: [{ exists: true }] }], "text", tagged)).toEqual(["text"])
  })

  it("pass a message that matches one of several, or an $or of one", async () => {
    const [tag, size] = [{ kind: ["tag"] }, { size: [500] }]
    expect(await handled([{ body: tag }, { body: size }], tagged, resized, "{}")).toEqual([tagged, resized])
    expect(await handled([{ $or: [{ body: tag }, { body: size }] }], tagged, resized, "{}")).toEqual([tagged, resized])
  })

  it("look at attributes and message attributes", async () => {
    const { sqs, pass, batches } = start({
      filters: [{ messageAttributes: { kind: { stringValue: ["a"] } }, attributes: { SenderId: ["me"] } }],
    })
    const attributes = stringAttributes({ kind: "a" })
    sqs.send(queueArn, { body: "yes", attributes, senderId: "me" })
    sqs.send(queueArn, { body: "no", attributes, senderId: "other" })
    sqs.send(queueArn, { body: "no", senderId: "me" })
    for (let turn = 0; turn < 3; turn++) await pass(0)
    expect(batches).toEqual([["yes"]])
    expect(sqs.peek(queueArn, 10)).toEqual([])
  })

  it("neither open a window nor fill a batch with what they refuse", async () => {
    const { send, pass, batches } = start({ window: 5, batchSize: 2, filters: [{ body: ["a", "b"] }] })
    await send("refused")
    await pass(4 * seconds)
    await send("a", "refused")
    await pass(4 * seconds)
    expect(batches).toEqual([])
    await send("b")
    await pass(0)
    expect(batches).toEqual([["a", "b"]])
  })
})

it("leaves a message in the queue that would continue a loop, until SQS moves it to the dead-letter queue", async () => {
  const { sqs, pass, batches, errors } = start()
  const traceHeader = Array.from({ length: 16 }).reduce<string>((cause) => traceOf(0, cause, WORKER).header, "")
  sqs.send(queueArn, { body: "looping", traceHeader })
  sqs.send(queueArn, { body: "other" })
  await pass(0)
  expect([batches, sqs.depth(queueArn).inFlight]).toEqual([[["other"]], 1])
  for (let second = 0; second < 5 * 30; second++) await pass(1 * seconds)
  expect(batches).toEqual([["other"]])
  expect(errors.map(String)).toEqual(
    Array(4).fill(expect.stringMatching(/^RecursiveLoop: Worker is in a recursive loop/)),
  )
  expect(sqs.peek(`${queueArn}-dead`, 10)).toMatchObject([{ body: "looping" }])
})
