import { PurgeQueueCommand } from "@aws-sdk/client-sqs"
import { ImageStalled } from "@darkroom/events"
import { expect, it, vi } from "vitest"
import { appGraph, plainPhoto, startForTest } from "../../local/e2e/harness.ts"
import { turn } from "../src/commands/pause.ts"
import { retry } from "../src/commands/retry.ts"
import { type StageStatus, status } from "../src/commands/status.ts"
import type { Terminal } from "../src/terminal.ts"
import { saidOf, stageOf } from "./stage-of.ts"

const STEP_SECONDS = 3
const MINUTES = 60_000

it("keeps what comes for a paused service; what gets lost is found to be stalled, and done once it is tried again", async () => {
  const shorten: Parameters<typeof appGraph>[0] = ({ functions }) => {
    for (const { id, environment } of functions)
      if (["Catalog", "StallWatchHandler"].includes(id)) environment["DARKROOM_STEP_SECONDS"] = String(STEP_SECONDS)
  }
  const graph = await appGraph(shorten, { schedules: true })
  const app = await startForTest({ graph })
  const said = (command: (io: Terminal) => Promise<unknown>) => saidOf(app, command)
  const thumbnail = async () => {
    const all = JSON.parse(await said((io) => status({ json: true }, io))) as StageStatus
    return { ...all.subscribers.find(({ subscriber }) => subscriber === "Thumbnail")!, stalled: all.stalled }
  }
  const waitFor = (waiting: number) =>
    vi.waitFor(async () => expect((await thumbnail()).live.waiting).toBe(waiting), 30_000)

  // Paused: its queue fills, and nothing is lost.
  expect(await said((io) => turn("thumbnail", false, {}, io))).toBe("Thumbnail takes no more messages from 2 queues.\n")
  for (const name of ["a", "b", "c"]) await app.put(`Incoming/${name}.jpg`, await plainPhoto())
  await waitFor(3)
  expect(await thumbnail()).toMatchObject({ paused: true, dead: 0, unread: 0 })
  await said((io) => turn("thumbnail", true, {}, io))
  for (const name of ["a", "b", "c"])
    await app.entry(`Incoming/${name}.jpg`, ({ record }) => record.processed !== undefined)
  expect(await thumbnail()).toMatchObject({ paused: false, live: { waiting: 0 }, dead: 0, unread: 0, stalled: 0 })

  // A message gets lost, and leaves no dead letter.
  await said((io) => turn("thumbnail", false, {}, io))
  await app.put("Incoming/lost.jpg", await plainPhoto(320))
  await waitFor(1)
  const stage = await stageOf(app)
  const { queues } = stage.operations.subscribers.find(({ name }) => name === "Thumbnail")!
  await stage.sqs.send(new PurgeQueueCommand({ QueueUrl: queues[0] }))
  stage.close()
  await said((io) => turn("thumbnail", true, {}, io))
  const watch = app.engine.functions.get(graph.functions.find(({ id }) => id === "StallWatchHandler")!.arn)!
  const stalled = () =>
    app.seen.filter((event) => event["detail-type"] === "ImageStalled").map((event) => ImageStalled.parse(event))
  await vi.waitFor(async () => {
    await watch.invoke({})
    expect(stalled()).toHaveLength(1)
  }, 30_000)
  await watch.invoke({})
  const { record } = await app.entry("Incoming/lost.jpg", ({ timeline }) =>
    timeline.some(({ type }) => type === "ImageStalled"),
  )
  expect(stalled()).toMatchObject([
    {
      data: {
        image: { id: record.imageId },
        step: "thumbnail",
        limit: STEP_SECONDS,
        waitsOn: { id: record.metadata?.eventId },
      },
    },
  ])
  expect(await thumbnail()).toMatchObject({ live: { waiting: 0 }, dead: 0, unread: 0, stalled: 1 })

  // The command has the real limits, which are longer.
  const later = () => Date.now() + 6 * MINUTES
  const text = await said((io) => retry({}, { stalled: true, rate: 10 }, io, later))
  expect(text).toMatch(/thumbnail +Stalled +MetadataExtracted sent again/)
  const done = await app.entry("Incoming/lost.jpg", (entry) => entry.record.processed !== undefined)
  expect(done.timeline.filter(({ type }) => type === "ImageTagged")).toHaveLength(1)
  expect(done.timeline.map(({ type }) => type)).toContain("RetryRequested")
  await vi.waitFor(async () => expect((await thumbnail()).stalled).toBe(0), 10_000)
}, 120_000)
