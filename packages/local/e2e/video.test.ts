import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3"
import {
  type DarkroomEvent,
  ImageDeleted,
  VideoCopied,
  VideoMetadataExtracted,
  VideoRejected,
  VideoTagged,
  videoResponseKey,
} from "@darkroom/events"
import { createRecogniser, sampleImagePath } from "@darkroom/vision"
import { generateVideo, type Scene } from "@darkroom/vision/testing"
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { busEvent, exampleEvent } from "@darkroom/testing"
import sharp from "sharp"
import { afterAll, beforeAll, expect, it } from "vitest"
import type { Denial } from "../src/iam/iam.ts"
import { type App, appGraph, startApp } from "./harness.ts"

const SECONDS = 60
/** Sampled pictures are no more than that apart. */
const STEP = 1_000

const recogniser = createRecogniser()
let app: App
let scenes: Scene[]
let film: Buffer
const denials: Denial[] = []
beforeAll(async () => {
  app = await startApp({ graph: await appGraph(), recogniser, onDenied: (denial) => denials.push(denial) })
  const grey = await sharp({ create: { width: 64, height: 48, channels: 3, background: "#888888" } })
    .png()
    .toBuffer()
  const people = readFileSync(sampleImagePath())
  scenes = [grey, people, grey].map((picture) => ({ seconds: 2, picture }))
  film = await generateVideo({ scenes })
}, 120_000)
afterAll(async () => {
  await app.close()
  await recogniser.close()
})

/** The first event of that definition about the original under that key. */
async function told<Event extends DarkroomEvent>(
  definition: { name: string; parse(event: unknown): Event },
  key: string,
): Promise<Event> {
  const events = () =>
    app.seen
      .filter((event) => event["detail-type"] === definition.name)
      .map((event) => definition.parse(event))
      .filter(({ data }) => (data as { video: { key: string } }).video.key === key)
  await expect.poll(() => events().length, { timeout: SECONDS * 1000, interval: 100 }).toBeGreaterThan(0)
  return events()[0]!
}

/** In the third and fourth second, and no others. */
function expectPeople({ labels }: VideoTagged["data"]): void {
  const person = labels.find(({ name }) => name === "Person")
  const [segment, ...others] = person?.segments ?? []
  expect(others).toEqual([])
  expect(segment!.start).toBeGreaterThanOrEqual(2_000 - STEP / 10)
  expect(segment!.start).toBeLessThanOrEqual(2_000 + STEP)
  expect(segment!.end).toBeGreaterThanOrEqual(4_000 - STEP - STEP / 10)
  expect(segment!.end).toBeLessThanOrEqual(4_000)
}

async function objects(bucket: string | undefined, prefix: string): Promise<string[]> {
  const { Contents = [] } = await app.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }))
  return Contents.map(({ Key }) => Key ?? "")
}

it("describes a video, and says what is seen in it in which seconds", async () => {
  await app.put("Incoming/people.mp4", film)
  const described = (await told(VideoMetadataExtracted, "Incoming/people.mp4")).data
  expect(described.metadata).toMatchObject({
    container: "mp4",
    codec: "h264",
    width: 640,
    height: 480,
    duration: 6_000,
    sha256: createHash("sha256").update(film).digest("hex"),
  })
  const renditions = described.poster?.renditions.map(({ key }) => key)
  expect(renditions).toEqual(["256", "1024"].map((size) => `Thumbnails/${described.video.id}/${size}.webp`))
  expect((await app.keys(`Thumbnails/${described.video.id}/`)).toSorted()).toEqual(renditions?.toSorted())

  const { data, metadata } = await told(VideoTagged, "Incoming/people.mp4")
  expect(data).toMatchObject({ features: ["labels"], failed: [], skipped: null })
  expectPeople(data)

  const where = {
    bucket: app.engine.graph.buckets.find(({ id }) => id === "Output")?.name,
    key: videoResponseKey(data.video),
  }
  expect(data.response).toEqual(where)
  const { Body } = await app.s3.send(new GetObjectCommand({ Bucket: where.bucket, Key: where.key }))
  const answers = JSON.parse((await Body?.transformToString()) ?? "") as {
    labels: { JobStatus: string; Labels: object[] }
  }
  expect(Object.keys(answers)).toEqual(["labels"])
  expect(answers.labels.JobStatus).toBe("SUCCEEDED")
  expect(answers.labels.Labels.length).toBeGreaterThan(0)
  await app.idle()
  expect(app.count("VideoTagged", metadata.groupKey)).toBe(1)
}, 90_000)

it("looks for all that a profile asks for", async () => {
  await app.put("private/ada/uploads/people.mov", film)
  const { data } = await told(VideoTagged, "private/ada/uploads/people.mov")
  expect(data).toMatchObject({ features: ["labels", "faces"], failed: [] })
  expect(data.faces?.segments[0]!.start).toBeGreaterThanOrEqual(2_000 - STEP / 10)
}, 90_000)

it.each([
  ["VP9 in WebM", "people.webm", { encoder: "libvpx-vp9", container: "webm" }],
  ["HEVC in MOV, turned", "turned.mov", { encoder: "libx265", container: "mov", rotation: 180 }],
] as const)(
  "says when things are seen in a video that Rekognition does not read: %s",
  async (_, name, kind) => {
    const key = `labels/${name}`
    // Stored as the camera held it: what is turned for the viewer is upright.
    const held = async ({ seconds, picture }: Scene) => ({
      seconds,
      picture: await sharp(picture)
        .rotate("rotation" in kind ? kind.rotation : 0)
        .toBuffer(),
    })
    await app.put(key, await generateVideo({ scenes: await Promise.all(scenes.map(held)), ...kind }))
    const { copy } = (await told(VideoCopied, key)).data
    const { data } = await told(VideoTagged, key)
    expect(data).toMatchObject({ features: ["labels"], failed: [], skipped: null, metadata: { duration: 6_000 } })
    expectPeople(data)
    await app.idle()
    expect(await objects(copy.bucket, "copies/")).toEqual([])
    expect(app.count("VideoTagged", data.video.id)).toBe(1)
  },
  90_000,
)

it("does not ask about a video that takes too long to be converted, and rejects what is none", async () => {
  const long = await generateVideo({
    scenes: [{ ...scenes[0]!, seconds: 31 * 60 }],
    width: 16,
    height: 16,
    framesPerSecond: 1,
    encoder: "libvpx-vp9",
    container: "webm",
  })
  await app.put("labels/long.webm", long)
  const { data } = await told(VideoTagged, "labels/long.webm")
  expect([data.features, data.skipped]).toEqual([[], expect.stringMatching(/VP9 in WebM.*too long to be converted/)])
  await app.put("labels/cut.mp4", film.subarray(0, film.length / 2))
  expect((await told(VideoRejected, "labels/cut.mp4")).data.reason).toBe("DamagedVideo")
}, 90_000)

it("leaves nothing of a video that is deleted", async () => {
  const { data } = await told(VideoTagged, "Incoming/people.mp4")
  const { video } = data
  const Bucket = data.response?.bucket
  const answers = async () => (await objects(Bucket, `async/${video.key}`)).length
  expect([await answers(), await app.keys("Incoming/")]).toEqual([1, ["Incoming/people.mp4"]])
  const bus = app.engine.graph.buses.find(({ id }) => id === "Events")!.name
  const { detail } = busEvent(exampleEvent(ImageDeleted, { image: video })) as { detail: object }
  app.engine.events.put([{ source: "darkroom.gallery", detailType: "ImageDeleted", detail }], { bus })
  await expect.poll(() => app.keys("Incoming/"), { timeout: SECONDS * 1000 }).toEqual([])
  await expect.poll(() => app.keys(`Thumbnails/${video.id}/`), { timeout: SECONDS * 1000 }).toEqual([])
  await expect.poll(answers, { timeout: SECONDS * 1000 }).toBe(0)
}, 90_000)

it("needs nothing for all that which the stacks do not grant", () => {
  expect(denials).toEqual([])
})
