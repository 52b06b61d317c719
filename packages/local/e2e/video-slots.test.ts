import { VideoTagged } from "@darkroom/events"
import { generateVideo } from "@darkroom/vision/testing"
import sharp from "sharp"
import { expect, it } from "vitest"
import type { VideoJob } from "../src/aws/rekognition/rekognition.ts"
import { faultPlan } from "../src/faults/fault-plan.ts"
import { appGraph, fixedRecogniser, startForTest } from "./harness.ts"

const VIDEOS = 50
const LIMIT = 5
const KILLED = ["VideoJobsHandler", "VideoCompletionsHandler"]
const KILLS = 3
const TIMEOUT_SECONDS = 10

/** As many as ever ran at the same moment. */
function most(jobs: readonly VideoJob[]): number {
  const changes = jobs.flatMap(({ created, ended }) => [
    { at: created, by: 1 },
    ...(ended === undefined ? [] : [{ at: ended, by: -1 }]),
  ])
  let running = 0
  return Math.max(
    ...changes.toSorted((one, other) => one.at - other.at || one.by - other.by).map(({ by }) => (running += by)),
  )
}

it("has fifty videos looked at, never more than five at once, though functions are killed, and answers and completions get lost and come twice", async () => {
  const graph = await appGraph((changed) => {
    for (const node of changed.functions.filter(({ id }) => id.startsWith("Video"))) {
      if (KILLED.includes(node.id)) Object.assign(node, { timeout: TIMEOUT_SECONDS })
      Object.assign(node.environment, {
        DARKROOM_VIDEO_JOBS: String(LIMIT),
        DARKROOM_VIDEO_STARTING: String(3 * TIMEOUT_SECONDS * 1000),
        DARKROOM_VIDEO_PATIENCE: "2000",
      })
    }
    // What a function had received when it was killed comes back after that, or sooner if it had begun with it.
    for (const queue of changed.queues)
      if (KILLED.some((id) => queue.id === `${id}Events`)) queue.visibilityTimeout = 2 * TIMEOUT_SECONDS
  })
  const faults = faultPlan({
    seed: 6,
    rules: [
      { service: "rekognition", operation: "completion", fault: "drop", probability: 0.2 },
      { service: "rekognition", operation: "completion", fault: "duplicate", probability: 0.2 },
      { service: "rekognition", operation: "StartLabelDetection", fault: "crashAfter", probability: 0.2 },
      { service: "rekognition", operation: "GetLabelDetection", fault: "serverError", probability: 0.1 },
      { service: "dynamodb", fault: "throttle", probability: 0.01 },
    ],
  })
  // Twice what the app allows itself: were it to start one more, Rekognition would take it.
  const app = await startForTest({
    graph,
    faults,
    recogniser: fixedRecogniser(),
    rekognition: { videoJobs: 10 },
  })
  const picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: "#888888" } })
    .png()
    .toBuffer()
  const film = await generateVideo({ scenes: [{ seconds: 1, picture }], width: 160, height: 120 })
  for (let index = 0; index < VIDEOS; index++) await app.put(`labels/film-${index}.mp4`, film)

  const tagged = () =>
    app.seen.filter((event) => event["detail-type"] === "VideoTagged").map((event) => VideoTagged.parse(event))
  const sweep = graph.functions.find(({ id }) => id === "VideoSweepHandler")!.arn
  const working = KILLED.map((id) => app.engine.functions.get(graph.functions.find((node) => node.id === id)!.arn)!)
  let polls = 0
  let killed = 0
  const videos = async () => {
    if (++polls % 3 === 0 && polls <= 3 * KILLS)
      for (const pid of working.flatMap((each) => each.stats().processes))
        killed += Number(process.kill(pid, "SIGKILL"))
    // The schedule does so once a minute. A sweep that fails is followed by another.
    await app.engine.functions
      .get(sweep)!
      .invoke({})
      .catch(() => {})
    return new Set(tagged().map(({ data }) => data.video.id)).size
  }
  await expect.poll(videos, { timeout: 240_000, interval: 1_000 }).toBe(VIDEOS)
  expect(killed).toBeGreaterThan(0)
  // How many of the slots are in use at once is a matter of speed; that they are not exceeded is not.
  const atOnce = most(app.engine.rekognition.videoJobs())
  expect(atOnce).toBeLessThanOrEqual(LIMIT)
  expect(atOnce).toBeGreaterThan(1)
  expect(new Set(tagged().map(({ metadata }) => metadata.id)).size).toBe(VIDEOS)
  for (const { data } of tagged()) expect(data).toMatchObject({ features: ["labels"], failed: [] })
  expect(new Set(faults.injected.map(({ fault }) => fault)).size).toBeGreaterThanOrEqual(4)
}, 300_000)
