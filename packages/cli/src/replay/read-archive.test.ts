import { expect, it } from "vitest"
import { fakeAccess, operations, photoEvents } from "./replay.fixture.ts"
import { readArchive } from "./read-archive.ts"

const events = photoEvents()
const from = Date.parse(events[0]!.time)
const window = { from, to: from + 60_000 }

it("reads each event once, oldest first, of a replay to the tap's rule alone, and takes it off the queue", async () => {
  const { access, waiting, started } = fakeAccess(events.toReversed())
  const read = await readArchive(access, operations, [window])
  expect(read?.map(({ type }) => type)).toEqual([
    "ImageUploaded",
    "MetadataExtracted",
    "ImageTagged",
    "ThumbnailGenerated",
  ])
  expect(read?.[0]?.body).not.toHaveProperty("replay-name")
  expect(started).toMatchObject([{ ...window, rules: [operations.tap.rule] }])
  expect(started[0]?.name).toMatch(/^tap-/)
  expect(waiting).toEqual([])
})

it("reads several times at once", async () => {
  const { access, started } = fakeAccess(events)
  const windows = [
    { from, to: from + 1_000 },
    { from: from + 2_000, to: from + 3_000 },
  ]
  const read = await readArchive(access, operations, windows)
  expect(read?.map(({ type }) => type)).toEqual(["ImageUploaded", "ImageTagged"])
  expect(started).toHaveLength(2)
})

it("leaves another command's messages where they are", async () => {
  const { access, waiting } = fakeAccess(events)
  const other = { body: JSON.stringify({ ...events[0]!.body, "replay-name": "tap-other" }), receipt: "other" }
  waiting.push(other)
  expect(await readArchive(access, operations, [window])).toHaveLength(4)
  expect(waiting).toEqual([other])
})

it("waits for what comes after the replay's end, until it has been silent for so long", async () => {
  let time = 0
  const wait = async (milliseconds: number) => {
    time += milliseconds
    if (time === 1_000) late()
  }
  const fake = fakeAccess([], { silence: 2_000 })
  const late = () =>
    fake.waiting.push({
      body: JSON.stringify({ ...events[0]!.body, "replay-name": fake.started[0]!.name }),
      receipt: "late",
    })
  expect(await readArchive(fake.access, operations, [window], { now: () => time, wait })).toHaveLength(1)
  expect(time).toBeGreaterThanOrEqual(3_000)
})

it("refuses to read while another command does", async () => {
  const running = { name: "tap-other", state: "running", from: 0, to: 1 }
  const { access, started } = fakeAccess(events, { list: async () => [running] })
  await expect(readArchive(access, operations, [window])).rejects.toThrow(/being read by another command \(tap-other\)/)
  expect(started).toEqual([])
})

it("says why a replay failed", async () => {
  const failed = { name: "", state: "failed", reason: "No such archive.", from: 0, to: 1 }
  const { access } = fakeAccess(events, { describe: async () => failed })
  await expect(readArchive(access, operations, [window])).rejects.toThrow("No such archive.")
})

it("cancels its replay where it is interrupted", async () => {
  const running = { name: "", state: "running", from: 0, to: 1 }
  const { access, cancelled, started } = fakeAccess(events, { describe: async () => running })
  const controller = new AbortController()
  const reading = readArchive(access, operations, [window], {
    signal: controller.signal,
    onProgress: () => controller.abort(),
  })
  expect(await reading).toBeUndefined()
  expect(cancelled).toEqual(started.map(({ name }) => name))
})
