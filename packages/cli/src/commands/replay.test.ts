import { afterEach, expect, it, vi } from "vitest"
import { run } from "../program.ts"
import { fakeAccess, operations, photoEvents } from "../replay/replay.fixture.ts"
import type { ReplayAccess } from "../replay/replay-access.ts"
import { entryOf, fakeStage, fakeTerminal, sink } from "../test-fixtures.ts"
import { cancelReplay, listReplays, register, replayEvents, type ReplayOptions } from "./replay.ts"

afterEach(() => {
  process.exitCode = undefined
})

const events = [...photoEvents("one"), ...photoEvents("two")]
const photo = events[0]!.groupKey
const day = Date.parse("2026-11-21T00:00:00Z")

function start(changes: Partial<ReplayAccess> = {}, timeline = events) {
  const fake = fakeAccess(events, changes)
  const entries = timeline.map(({ id: eventId, time, type }) => ({ eventId, time, type }))
  const entry = entryOf([], entries as never, photo)
  const stage = {
    ...fakeStage().stage,
    operations,
    replays: fake.access,
    catalog: { entry: async (id: string) => (id === photo ? entry : undefined) },
  }
  const io = { ...fakeTerminal(stage), confirm: vi.fn(async (): Promise<boolean | undefined> => undefined) }
  const replay = async (options: Partial<ReplayOptions>) => {
    const code = await replayEvents({ name: "monday", wait: true, ...options }, io)
    return { code, ...io.written() }
  }
  return { ...fake, io, replay }
}

it("plans the events of a photo, at the time that its timeline tells, and sends nothing", async () => {
  const { replay, started, sent } = start()
  const { code, stdout } = await replay({ photo, dryRun: true })
  expect(code).toBe(0)
  expect(started).toMatchObject([{ from: Date.parse("2026-11-21T09:29:00Z"), to: Date.parse("2026-11-21T09:31:03Z") }])
  expect(stdout).toMatch(/^4 events of 8 in the archive at that time: 1 ImageUploaded/)
  expect(stdout).toMatch(/runs {5}tagging {7}1 MetadataExtracted \(handles each once more, and emits anew\)/)
  expect(stdout).toMatch(/muted {4}notification/)
  expect(stdout).toMatch(/About \$0\.00\d+ on AWS: Rekognition/)
  expect(stdout).toMatch(/cascade {2}.*ImageUploaded has metadata bring about another MetadataExtracted/)
  expect(sent).toEqual([])
})

it("sends what it planned, as the replay of that name, and prints both", async () => {
  const { replay, sent } = start()
  const { code, stdout } = await replay({
    photo,
    service: ["thumbnail", "catalog"],
    event: ["MetadataExtracted"],
    json: true,
  })
  const told = JSON.parse(stdout) as { deliveries: { subscriber: string; events: number }[]; sent: number }
  expect([code, told.sent, sent.length]).toEqual([0, 2, 2])
  expect(told.deliveries.map(({ subscriber }) => subscriber)).toEqual(["thumbnail", "catalog"])
  expect(sent.map(({ queue }) => queue.split("/").at(-1) ?? "").toSorted()).toEqual(["catalog-live", "thumbnail-live"])
  expect(sent.every(({ body }) => body["replay-name"] === "monday")).toBe(true)
})

it("leaves a time and services to EventBridge, by the rules of those who do not drop it", async () => {
  const { replay, started, sent } = start()
  const { code, stdout } = await replay({ from: day, service: ["catalog", "notification"], yes: true })
  expect([code, sent]).toEqual([0, []])
  expect(started).toMatchObject([{ name: "monday", from: day, rules: ["arn:catalog"] }])
  expect(stdout).toMatch(/^monday {2}completed/)
})

it("reads and sends itself where a rate is asked for", async () => {
  const { replay, sent } = start()
  expect((await replay({ from: day, service: ["catalog"], rate: 1_000 })).code).toBe(0)
  expect(sent).toHaveLength(8)
})

it("refuses what would cascade, by both ways, unless it is told to", async () => {
  const { replay, started, sent } = start()
  await expect(replay({ from: day, yes: true })).rejects.toMatchObject({ name: "WouldCascade" })
  expect(started).toEqual([])
  await expect(replay({ photo })).rejects.toThrow(/so tagging and thumbnail would handle it twice/)
  expect(sent).toEqual([])
  expect((await replay({ photo, cascade: true })).code).toBe(0)
  expect(sent.length).toBeGreaterThan(0)
})

it("asks before EventBridge replays, and takes no for an answer", async () => {
  const { replay, started, io } = start()
  await expect(replay({ from: day, service: ["catalog"] })).rejects.toMatchObject({ name: "YesNeeded" })
  io.confirm.mockResolvedValue(false)
  expect((await replay({ from: day, service: ["catalog"] })).code).toBe(1)
  expect(started).toEqual([])
})

it.each([
  ["failed", 1],
  ["cancelled", 1],
  ["completed", 0],
])("exits by how EventBridge's replay ends: %s", async (state, code) => {
  const { replay } = start({ describe: async (name) => ({ name, state, from: 0, to: 1 }) })
  expect((await replay({ from: day, service: ["catalog"], yes: true })).code).toBe(code)
})

it("does not wait where it need not", async () => {
  const { replay } = start({ describe: async (name) => ({ name, state: "running", from: 0, to: 1 }) })
  const { code, stdout } = await replay({ from: day, service: ["catalog"], yes: true, wait: false, json: true })
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { name: "monday", state: "running", services: ["catalog"] }])
})

it("exits 1 and says how to go on where a queue does not take all", async () => {
  const { replay } = start({
    send: async () => {
      throw new Error("connect ECONNREFUSED")
    },
  })
  const { code, stdout } = await replay({ photo, service: ["catalog"] })
  expect(code).toBe(1)
  expect(stdout).toMatch(/Stopped by an error \(connect ECONNREFUSED\): 0 of 4 deliveries. .*--name monday goes on/)
})

it("says that a photo without a timeline needs a time", async () => {
  await expect(start({}, []).replay({ photo, dryRun: true })).rejects.toMatchObject({ name: "NoTimeline" })
})

it("warns where what happened last may not be archived yet", async () => {
  const { stderr } = await start({ lag: 600_000 }).replay({ from: day, service: ["catalog"], dryRun: true })
  expect(stderr).toMatch(/archives within ten minutes/)
})

it("lists replays but those by which the archive is read, and cancels one", async () => {
  const status = (name: string) => ({ name, state: "running", from: day, to: day + 1 })
  const { io, cancelled } = start({
    list: async () => [status("monday"), status("tap-1")],
    describe: async (name) => status(name),
  })
  await listReplays({}, io)
  expect(io.written().stdout).toBe("monday  running  2026-11-21T00:00:00Z to 2026-11-21T00:00:00Z\n")
  await cancelReplay("monday", { json: true }, io)
  expect(cancelled).toEqual(["monday"])
})

it.each([
  [[], /say --from, or --photo/],
  [["--from", "2999-01-01"], /--from must be before --to/],
  [["--from", "yesterday"], /It must be a day/],
  [["--photo", "a", "--event", "ImageLost"], /There is no ImageLost; there are ImageUploaded/],
  [["--photo", "a", "--no-wait"], /--no-wait goes with --from/],
  [["--from", "2026-01-01", "--rate", "0"], /It must be a number above 0/],
  [["--photo", "a", "--name", "tap-1"], /begin with no tap-/],
])("exits 2 for %j", async (args, message) => {
  const stderr = sink()
  await run([register], ["replay", ...args], stderr.stream)
  expect(process.exitCode).toBe(2)
  expect(stderr.text()).toMatch(message)
})
