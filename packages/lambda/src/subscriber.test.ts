import { ImageUploaded, MetadataExtracted, spanOf } from "@darkroom/events"
import { busEvent, exampleEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { describe, expect, it, vi } from "vitest"
import { NotYet, on, PermanentError, subscriber, UnsupportedError } from "./index.ts"

const uploaded = exampleEvent(ImageUploaded)
const extracted = (cause = uploaded) =>
  MetadataExtracted.create(MetadataExtracted.example, { cause, time: new Date("2026-11-21T09:30:01Z") })

function start(useCase = vi.fn(async (event: ImageUploaded) => extracted(event)), options = {}) {
  const runtime = testRuntime("test", options)
  const handler = subscriber([on(ImageUploaded, useCase)], () => runtime)
  return { runtime, useCase, handle: (batch: ReturnType<typeof sqsBatch>) => handler(batch, lambdaContext()) }
}

it("hands the event to the use case and publishes what it returns", async () => {
  const { runtime, useCase, handle } = start()
  expect(await handle(sqsBatch([busEvent(uploaded)]))).toEqual({ batchItemFailures: [] })
  expect(useCase).toHaveBeenCalledExactlyOnceWith(uploaded)
  expect(runtime.published).toEqual([extracted()])
})

it("tells which attempt made an event", async () => {
  const { runtime, handle } = start()
  await handle(sqsBatch([busEvent(uploaded)], { attempt: 3 }))
  expect(runtime.published[0]?.metadata.attempt).toBe(3)
})

describe("traces", () => {
  const received = spanOf(uploaded.metadata)

  it("publishes an event as a child of the consumed event's span, in its trace", async () => {
    const { runtime, handle } = start()
    await handle(sqsBatch([busEvent(uploaded)]))
    const [published] = runtime.published.map(({ metadata }) => spanOf(metadata))
    expect(published).toMatchObject({ traceId: received.traceId, parentSpanId: received.spanId })
    expect(published?.spanId).not.toBe(received.spanId)
  })

  it.each([
    ["what was handled", async (event: ImageUploaded) => extracted(event)],
    ["what will be tried again", async (event: ImageUploaded) => fail(true, event)],
    ["what was given up", async () => Promise.reject(new PermanentError("no"))],
  ])("logs the consumed event's trace and span with %s", async (_, useCase) => {
    const { runtime, handle } = start(vi.fn(useCase))
    await handle(sqsBatch([busEvent(uploaded)]))
    expect(runtime.logs).toHaveLength(1)
    expect(runtime.logs).toMatchObject([{ facts: received }])
  })
})

it("finds the use case of each of several events", async () => {
  const runtime = testRuntime("test")
  const [first, second] = [vi.fn(async () => {}), vi.fn(async () => {})]
  const handler = subscriber([on(ImageUploaded, first), on(MetadataExtracted, second)], () => runtime)
  await handler(sqsBatch([busEvent(extracted())]), lambdaContext())
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1])
})

describe("duplicates", () => {
  it("handles an event that is delivered again only once, also within one batch", async () => {
    const { useCase, runtime, handle } = start()
    await handle(sqsBatch([busEvent(uploaded)]))
    await handle(sqsBatch([busEvent(uploaded)], { messageId: "again" }))
    await handle(sqsBatch([busEvent(uploaded), busEvent(uploaded)]))
    expect(useCase).toHaveBeenCalledOnce()
    expect(runtime.published).toHaveLength(1)
  })

  it("handles a replayed event once more for each replay", async () => {
    const { useCase, handle } = start()
    for (const replayName of ["monday", "monday", "tuesday"])
      await handle(sqsBatch([busEvent({ ...uploaded, replayName })]))
    expect(useCase).toHaveBeenCalledTimes(2)
  })

  it("lets a message wait while the same event is being handled elsewhere", async () => {
    let finish = () => {}
    const useCase = vi.fn(() => new Promise<undefined>((resolve) => (finish = () => resolve(undefined))))
    const { handle, runtime } = start(useCase as never)
    const first = handle(sqsBatch([busEvent(uploaded)]))
    await vi.waitFor(() => expect(useCase).toHaveBeenCalled())
    const last = await handle(sqsBatch([busEvent(uploaded)], { messageId: "last", attempt: 5 }))
    expect([last.batchItemFailures, runtime.deadLetters]).toEqual([[{ itemIdentifier: "last" }], []])
    // As long as the other invocation can take, not a backoff that uses up the attempts.
    expect(runtime.delays.at(-1)).toBe(21)
    expect((await handle(sqsBatch([busEvent(uploaded)], { messageId: "twin" }))).batchItemFailures).toEqual([
      { itemIdentifier: "twin" },
    ])
    finish()
    expect((await first).batchItemFailures).toEqual([])
  })
})

describe("failures", () => {
  it("retries a failed record alone, later and later", async () => {
    const bad = exampleEvent(ImageUploaded, {}, "bad")
    const { runtime, handle } = start(
      vi.fn(async (event: ImageUploaded) => fail(event.metadata.id === bad.metadata.id, event)),
    )
    const { batchItemFailures } = await handle(sqsBatch([busEvent(uploaded), busEvent(bad)]))
    expect(batchItemFailures).toEqual([{ itemIdentifier: "message-1" }])
    expect(runtime.published).toHaveLength(1)
    expect(runtime.deadLetters).toEqual([])
  })

  it("makes a crashed invocation's messages come back when its time is over, not the queue's", async () => {
    const { runtime, handle } = start()
    await handle(sqsBatch([busEvent(uploaded)]))
    expect(runtime.holds).toEqual([{ messages: 1, seconds: 21 }])
    expect(runtime.delays).toEqual([])
  })

  it("backs off for longer when it was throttled", async () => {
    const throttled = Object.assign(new Error("slow down"), { name: "ThrottlingException" })
    const { runtime, handle } = start(vi.fn(async () => Promise.reject(throttled)))
    await handle(sqsBatch([busEvent(uploaded)], { attempt: 2 }))
    expect(runtime.delays.at(-1)).toBeGreaterThanOrEqual(10)
    expect(runtime.delays.at(-1)).toBeLessThanOrEqual(20)
  })

  it("warns of a failure that is tried again, but not of what has to come first and may yet", async () => {
    const levels = async (error: Error, attempt = 1) => {
      const { runtime, handle } = start(vi.fn(async () => Promise.reject(error)))
      const { batchItemFailures } = await handle(sqsBatch([busEvent(uploaded)], { attempt }))
      return {
        back: batchItemFailures.length,
        levels: runtime.logs.map(({ level }) => level),
        counted: runtime.counted,
      }
    }
    expect(await levels(new Error("boom"))).toEqual({ back: 1, levels: ["warn"], counted: ["Failed"] })
    expect(await levels(new NotYet("not there"))).toEqual({ back: 1, levels: ["info"], counted: ["Held"] })
    expect(await levels(new NotYet("not there"), 5)).toEqual({ back: 0, levels: ["error"], counted: ["DeadLettered"] })
  })

  it("gives up at the last attempt, with the error and its class", async () => {
    const { runtime, handle } = start(vi.fn(async (event) => fail(true, event)))
    expect((await handle(sqsBatch([busEvent(uploaded)], { attempt: 5 }))).batchItemFailures).toEqual([])
    expect(runtime.deadLetters).toMatchObject([{ failure: { class: "transient", name: "Error", message: "boom" } }])
  })

  it("gives up at once what trying again cannot help, and keeps the owner's sentence", async () => {
    const error = new PermanentError("no pixels in 0f3f9d9a", { ownerMessage: "The picture is empty." })
    const { runtime, handle } = start(vi.fn(async () => Promise.reject(error)))
    await handle(sqsBatch([busEvent(uploaded)]))
    expect(runtime.deadLetters).toMatchObject([
      { failure: { class: "permanent", ownerMessage: "The picture is empty." } },
    ])
  })

  it("gives up what the step cannot handle as unsupported", async () => {
    const error = new UnsupportedError("no such codec", { ownerMessage: "This kind of photo is not supported." })
    const { runtime, handle } = start(vi.fn(async () => Promise.reject(error)))
    await handle(sqsBatch([busEvent(uploaded)]))
    expect(runtime.deadLetters).toMatchObject([{ failure: { class: "unsupported", name: "UnsupportedError" } }])
  })

  it.each([
    ["no JSON", "{oops"],
    ["JSON that is no event", "[1,2]"],
    ["an event that the service does not subscribe to", JSON.stringify(busEvent(extracted()))],
    ["an event without its data", JSON.stringify({ ...busEvent(uploaded), detail: { metadata: uploaded.metadata } })],
  ])("gives up %s at once, and the rest of the batch goes on", async (_, body) => {
    const { runtime, handle, useCase } = start()
    expect((await handle(sqsBatch([body, busEvent(uploaded)]))).batchItemFailures).toEqual([])
    expect(runtime.deadLetters).toMatchObject([{ body, failure: { class: "permanent", name: "MalformedEvent" } }])
    expect(useCase).toHaveBeenCalledOnce()
  })

  it("does the work again, with the same ids, when publishing failed", async () => {
    const { runtime, handle } = start()
    runtime.failPublishing(1)
    expect((await handle(sqsBatch([busEvent(uploaded)]))).batchItemFailures).toHaveLength(1)
    await handle(sqsBatch([busEvent(uploaded)], { attempt: 2 }))
    expect(runtime.published.map(({ metadata }) => metadata.id)).toEqual([extracted().metadata.id])
  })

  it("logs ids and never a payload", async () => {
    const { runtime, handle } = start(vi.fn(async (event) => fail(true, event)))
    await handle(sqsBatch([busEvent(uploaded)]))
    const text = JSON.stringify(runtime.logs)
    expect(text).toContain(uploaded.metadata.correlationId)
    expect(text).not.toContain(uploaded.data.image.key)
  })
})

it("reads the payload from S3 where the event carries a claim check", async () => {
  const { runtime, useCase, handle } = start()
  runtime.payloads.set("claims/x.json", uploaded.data)
  const claim = { bucket: "output", key: "claims/x.json", bytes: 1 }
  await handle(sqsBatch([{ ...busEvent(uploaded), detail: { metadata: uploaded.metadata, claim } }]))
  expect(useCase).toHaveBeenCalledExactlyOnceWith(uploaded)
})

async function fail(really: boolean, event: ImageUploaded) {
  if (really) throw new Error("boom")
  return extracted(event)
}
