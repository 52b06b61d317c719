import { expect, it, vi } from "vitest"
import { fakeAccess, photoEvents } from "./replay.fixture.ts"
import { sendEvents } from "./send-events.ts"

const event = photoEvents()[0]!
const sendings = (count: number, queue = "q") => Array.from({ length: count }, () => ({ queue, event }))
const atOnce = { name: "monday", rate: 10_000, wait: async () => {} }

it("sends each event as it was, with the replay's name, ten in a call and queue by queue", async () => {
  const { access, sent } = fakeAccess()
  const send = vi.fn(access.send)
  const outcome = await sendEvents({ send }, [...sendings(12), ...sendings(1, "other")], atOnce)
  expect(outcome).toMatchObject({ sent: 13, failed: 0, stopped: undefined })
  expect(send.mock.calls.map(([queue, bodies]) => [queue, bodies.length])).toEqual([
    ["q", 10],
    ["q", 2],
    ["other", 1],
  ])
  expect(sent[0]?.body).toEqual({ ...event.body, "replay-name": "monday" })
})

it("keeps to the rate", async () => {
  let time = 0
  const wait = async (milliseconds: number) => void (time += Math.max(0, milliseconds))
  await sendEvents(fakeAccess().access, sendings(41), { name: "monday", rate: 10, wait, now: () => time })
  expect(time).toBe(4_000)
})

it("sends again what a queue did not take, and counts what it never takes", async () => {
  const send = vi.fn(async (_queue: string, _bodies: readonly string[]) => [0])
  expect(await sendEvents({ send }, sendings(3), atOnce)).toMatchObject({ sent: 2, failed: 1 })
  expect(send.mock.calls.map(([, bodies]) => bodies.length)).toEqual([3, 1, 1, 1])
})

it("takes no more into a call than SQS does", async () => {
  const large = { ...event, body: { ...event.body, detail: "x".repeat(100_000) } }
  const send = vi.fn(async (_queue: string, _bodies: readonly string[]) => [])
  await sendEvents(
    { send },
    Array.from({ length: 5 }, () => ({ queue: "q", event: large })),
    atOnce,
  )
  expect(send.mock.calls.map(([, bodies]) => bodies.length)).toEqual([2, 2, 1])
})

it("ends where it is interrupted, or where the stage does not answer, and says how far it came", async () => {
  const controller = new AbortController()
  const { access } = fakeAccess()
  const interrupted = await sendEvents(access, sendings(25), {
    ...atOnce,
    signal: controller.signal,
    onProgress: () => controller.abort(),
  })
  expect(interrupted).toMatchObject({ sent: 10, stopped: "interrupted" })
  const send = async () => {
    throw new Error("connect ECONNREFUSED")
  }
  expect(await sendEvents({ send }, sendings(3), atOnce)).toMatchObject({
    sent: 0,
    stopped: "failed",
    problem: "connect ECONNREFUSED",
  })
})
