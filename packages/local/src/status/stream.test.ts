import { expect, it, onTestFinished } from "vitest"
import { manualClock } from "../clock.ts"
import { EVERY, HEARTBEAT } from "./stream.ts"
import { BATCH } from "./stream-feeds.ts"
import { type Shown, shownEngine, smallGraph } from "./testing.ts"

type Batch = Record<string, { items: Record<string, unknown>[]; skipped: number }>

const still = { ...smallGraph, mappings: [] }

/** What the stream says, one by one; `next` is undefined at its end. */
async function follow({ get }: Shown, query = "") {
  const answer = await get(`/status/stream${query}`)
  expect(answer.headers.get("content-type")).toContain("text/event-stream")
  const reader = (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  onTestFinished(() => reader.cancel().catch(() => {}))
  let text = ""
  const next = async (): Promise<string | undefined> => {
    while (!text.includes("\n\n")) {
      const { value, done } = await reader.read()
      if (done) return undefined
      text += value
    }
    const end = text.indexOf("\n\n")
    const message = text.slice(0, end)
    text = text.slice(end + 2)
    return message
  }
  expect(await next()).toBe("retry: 1000")
  const batch = async () => JSON.parse((await next())?.replace("event: batch\ndata: ", "") ?? "null") as Batch
  return { next, batch, reader }
}

/** Events are told of in a microtask of their own. */
const told = () => new Promise<void>((resolve) => setImmediate(resolve))

it("tells of events, logs and invocations together, four times a second", async () => {
  const clock = manualClock()
  const shown = await shownEngine(still, clock)
  const { batch } = await follow(shown)
  shown.put("Uploaded", { secret: "payload" })
  shown.engine.logs.add("Worker", "hello", "stdout", "r-1")
  await shown.engine.functions
    .get("arn:aws:lambda:us-east-1:000000000000:function:Worker")
    ?.invoke({ Records: [{ body: '{"detail":{}}' }] })
  await told()
  clock.advance(EVERY)
  const { events, logs, invocations } = await batch()
  expect(events).toMatchObject({ items: [{ type: "Uploaded", rules: ["takes"] }], skipped: 0 })
  expect(JSON.stringify(events)).not.toContain("payload")
  expect(logs?.items).toMatchObject([{ message: "hello" }, { message: "Worked" }])
  expect(invocations?.items).toMatchObject([{ functionId: "Worker", status: "ok" }])
})

it("says only what was asked for", async () => {
  const clock = manualClock()
  const shown = await shownEngine(still, clock)
  const { batch } = await follow(shown, "?of=events,logs&type=upl&level=error")
  for (const type of ["Deleted", "Uploaded"]) shown.put(type)
  shown.engine.logs.add("Worker", "fine", "stdout")
  shown.engine.logs.add("Worker", "broken", "stderr")
  await told()
  clock.advance(EVERY)
  const { events, logs, ...others } = await batch()
  expect(events?.items.map(({ type }) => type)).toEqual(["Uploaded"])
  expect(logs?.items.map(({ message }) => message)).toEqual(["broken"])
  expect(others).toEqual({})
})

it("tells again of a log entry that has grown", async () => {
  const clock = manualClock()
  const shown = await shownEngine(still, clock)
  const { batch } = await follow(shown, "?of=logs")
  shown.engine.logs.add("Worker", "Error: x", "stderr")
  clock.advance(EVERY)
  const before = await batch()
  shown.engine.logs.add("Worker", "    at handler", "stderr")
  clock.advance(EVERY)
  const after = await batch()
  expect(after["logs"]?.items).toMatchObject([
    { id: before["logs"]?.items[0]?.["id"], message: "Error: x\n    at handler" },
  ])
})

it("keeps to the latest when more happens than anybody reads, and says how many it left out", async () => {
  const clock = manualClock()
  const shown = await shownEngine(still, clock)
  const { batch } = await follow(shown, "?of=events,logs")
  for (let index = 0; index < BATCH + 7; index++) {
    shown.put(`Event ${index}`)
    shown.engine.logs.add("Worker", `line ${index}`, "stdout")
  }
  await told()
  clock.advance(EVERY)
  const { events, logs } = await batch()
  expect([events?.items.length, events?.skipped, events?.items.at(-1)?.["type"]]).toEqual([
    BATCH,
    7,
    `Event ${BATCH + 6}`,
  ])
  expect([logs?.items.length, logs?.skipped, logs?.items.at(-1)?.["message"]]).toEqual([BATCH, 7, `line ${BATCH + 6}`])
})

it("gives a sign of life when nothing happens", async () => {
  const clock = manualClock()
  const { next } = await follow(await shownEngine(still, clock))
  clock.advance(HEARTBEAT + EVERY)
  expect(await next()).toBe(":")
})

it("listens no longer when the reader has gone", async () => {
  const clock = manualClock()
  const shown = await shownEngine(still, clock)
  let listening = 0
  const { onEntry } = shown.engine.logs
  Object.assign(shown.engine.logs, {
    onEntry: (listener: Parameters<typeof onEntry>[0]) => {
      const stop = onEntry(listener)
      listening++
      return () => {
        listening--
        stop()
      }
    },
  })
  const { reader } = await follow(shown, "?of=logs")
  expect(listening).toBe(1)
  await reader.cancel()
  await expect.poll(() => listening).toBe(0)
})

it("ends with the engine", async () => {
  const shown = await shownEngine(still)
  const { next } = await follow(shown)
  const end = next().catch(() => undefined)
  await shown.close()
  expect(await end).toBeUndefined()
})
