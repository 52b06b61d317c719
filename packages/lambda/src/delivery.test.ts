import { ImageUploaded, MetadataExtracted } from "@darkroom/events"
import { busEvent, exampleEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { describe, expect, it, vi } from "vitest"
import { on, subscriber, ToBeContinued, Unfinished } from "./index.ts"

const uploaded = exampleEvent(ImageUploaded)
const extracted = MetadataExtracted.create(MetadataExtracted.example, { cause: uploaded })
const throttled = () => Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" })
const broken = () => new Error("boom")

/** A patient subscriber that fails by what `script` says, receive by receive, and then not at all. */
function start(script: readonly (Error | undefined)[], options = { queueReceives: 1000 }) {
  const runtime = testRuntime("test", options)
  let receive = 0
  const useCase = vi.fn(async () => {
    const error = script[receive - 1]
    if (error) throw error
    return extracted
  })
  const handler = subscriber([on(ImageUploaded, useCase)], () => runtime)
  const deliver = async (attempt = receive + 1, messageId = "m-1") => {
    receive = attempt
    const { batchItemFailures } = await handler(sqsBatch([busEvent(uploaded)], { attempt, messageId }), lambdaContext())
    return batchItemFailures.length === 0 ? "gone" : "comes back"
  }
  return { runtime, useCase, deliver }
}

/** So many receives, and how the last of them ended. */
async function receives(times: number, deliver: () => Promise<string>): Promise<string> {
  let end = ""
  for (let time = 0; time < times; time++) end = await deliver()
  return end
}

describe("a patient subscriber", () => {
  it("counts no wait as an attempt, however many there are", async () => {
    const { runtime, deliver } = start(Array.from({ length: 200 }, throttled))
    expect(await receives(200, deliver)).toBe("comes back")
    expect(await deliver()).toBe("gone")
    expect(runtime.deadLetters).toEqual([])
    expect(runtime.published).toMatchObject([{ metadata: { attempt: 1 } }])
  })

  it("gives a message that has waited long all of its attempts", async () => {
    const script = [
      ...Array.from({ length: 50 }, throttled),
      broken(),
      throttled(),
      ...Array.from({ length: 4 }, broken),
    ]
    const { runtime, deliver } = start(script)
    expect(await receives(script.length - 1, deliver)).toBe("comes back")
    expect(runtime.deadLetters).toEqual([])
    expect(await deliver()).toBe("gone")
    expect(runtime.deadLetters).toMatchObject([{ attempts: 5, failure: { class: "transient", message: "boom" } }])
  })

  it("counts attempts anew for work that has got on, and has its message back when the work asks", async () => {
    const failing = Array.from({ length: 4 }, broken)
    const { runtime, deliver } = start([...failing, new ToBeContinued("a turn is over", 0), ...failing])
    expect(await receives(9, deliver)).toBe("comes back")
    expect([runtime.deadLetters, runtime.delays[4], runtime.counted[4]]).toEqual([[], 0, "Held"])
    expect(await deliver()).toBe("gone")
    expect(runtime.published).toHaveLength(1)
  })

  it("backs off longer the longer it is throttled, and from the start for another failure", async () => {
    const { runtime, deliver } = start([throttled(), throttled(), throttled(), broken()])
    await receives(4, deliver)
    const ranges = [
      [5, 10],
      [10, 20],
      [20, 40],
      [1, 2],
    ] as const
    ranges.forEach(([least, most], index) => {
      expect(runtime.delays[index]).toBeGreaterThanOrEqual(least)
      expect(runtime.delays[index]).toBeLessThanOrEqual(most)
    })
  })

  it("tells waiting from failing in its metrics and its log", async () => {
    const { runtime, deliver } = start([throttled(), broken()])
    await receives(3, deliver)
    expect(runtime.counted).toEqual(["Throttled", "Failed", "Handled"])
    expect(runtime.logs.map(({ level }) => level)).toEqual(["info", "warn", "info"])
    expect(runtime.logs[1]!.facts).toMatchObject({ attempt: 1, waits: 1 })
  })

  it("counts receives that ended in a crash, and gives up when none of the attempts came to an end", async () => {
    const { runtime, useCase, deliver } = start([throttled()])
    await deliver()
    // Of the receives 2 to 6 nobody knows anything: their functions were killed.
    expect(await deliver(7)).toBe("gone")
    expect(useCase).toHaveBeenCalledOnce()
    expect(runtime.deadLetters).toMatchObject([{ failure: { class: "transient", name: "NoAnswer" } }])
  })

  it("does not give up a message whose event has been handled", async () => {
    const { runtime, deliver } = start([])
    await deliver()
    // It could not be deleted, again and again.
    expect(await deliver(9)).toBe("gone")
    expect([runtime.deadLetters, runtime.published.length]).toEqual([[], 1])
  })

  it("keeps apart what two messages have waited", async () => {
    const { runtime, deliver } = start(Array.from({ length: 9 }, throttled))
    for (const receive of [1, 2, 3, 4, 5, 6]) await deliver(receive)
    expect(await deliver(6, "m-2")).toBe("gone")
    expect(runtime.deadLetters).toMatchObject([{ failure: { name: "NoAnswer" } }])
  })

  it("lets a wait that could not be written down count", async () => {
    const { runtime, deliver } = start(Array.from({ length: 9 }, throttled))
    runtime.waits.add = async () => Promise.reject(broken())
    expect(await receives(5, deliver)).toBe("comes back")
    expect(await deliver()).toBe("gone")
    expect(runtime.deadLetters).toHaveLength(1)
  })

  it("decides nothing while it cannot tell how long a message has waited", async () => {
    const { runtime, useCase, deliver } = start([])
    runtime.waits.of = async () => Promise.reject(broken())
    expect(await deliver(40)).toBe("comes back")
    expect([useCase.mock.calls, runtime.deadLetters]).toEqual([[], []])
  })

  it("gives up when SQS would at the next receive, and says why", async () => {
    const { runtime, deliver } = start(Array.from({ length: 7 }, throttled), { queueReceives: 7 })
    runtime.waits.of = async () => 6
    await receives(2, deliver)
    expect(await deliver(7)).toBe("gone")
    expect(runtime.deadLetters).toMatchObject([{ failure: { class: "throttled" } }])
  })
})

it("counts every receive of another subscriber, and writes nothing down", async () => {
  const { runtime, deliver } = start(Array.from({ length: 5 }, throttled), { queueReceives: 5 })
  runtime.waits.add = async () => expect.unreachable()
  expect(await receives(4, deliver)).toBe("comes back")
  expect(await deliver()).toBe("gone")
  expect(runtime.deadLetters).toMatchObject([{ attempts: 5, failure: { class: "throttled" } }])
})

describe("unfinished work", () => {
  const without = { ...extracted, data: { ...extracted.data } }
  const unfinished = (cause: Error) => new Unfinished(cause, [without])

  it("is tried again as what failed is", async () => {
    const { runtime, deliver } = start([unfinished(throttled()), unfinished(broken())])
    await receives(2, deliver)
    expect(runtime.counted).toEqual(["Throttled", "Failed"])
    expect(runtime.published).toEqual([])
  })

  it("is done with what there is at the last attempt, once", async () => {
    const { runtime, useCase, deliver } = start(Array.from({ length: 5 }, () => unfinished(broken())))
    expect(await receives(5, deliver)).toBe("gone")
    await deliver()
    expect(useCase).toHaveBeenCalledTimes(5)
    expect(runtime.deadLetters).toEqual([])
    expect(runtime.published).toMatchObject([{ metadata: { id: extracted.metadata.id, attempt: 5 } }])
  })

  it("is not done without what was only throttled", async () => {
    const { runtime, deliver } = start(Array.from({ length: 20 }, () => unfinished(throttled())))
    expect(await receives(20, deliver)).toBe("comes back")
    expect(runtime.published).toEqual([])
  })
})
