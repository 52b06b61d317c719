import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  GetFaceDetectionCommand,
  GetLabelDetectionCommand,
  RekognitionClient,
  StartFaceDetectionCommand,
  StartLabelDetectionCommand,
} from "@aws-sdk/client-rekognition"
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { sampleImagePath } from "@darkroom/vision"
import { type GeneratedVideo, generateVideo } from "@darkroom/vision/testing"
import sharp from "sharp"
import { expect, it, onTestFinished, vi } from "vitest"
import { EMPTY_GRAPH } from "../docs/supported-operations.ts"
import { type Denial, type EngineOptions, REGION, startEngine } from "../engine.ts"
import { faultPlan } from "../faults/fault-plan.ts"
import type { Graph } from "../graph.ts"
import { functionNode } from "../lambda/testing.ts"
import { arns } from "../operations/arns.ts"

const [topic, queue, roleArn] = [arns.topic("done"), arns.queue("done"), arns.role("Tell")]
const allow = (actions: string[], resource: string) => ({ effect: "Allow", actions, resources: [resource] })
const trust = (Service: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }],
})
const tells = {
  id: "Tell",
  arn: roleArn,
  trust: trust("rekognition.amazonaws.com"),
  statements: [allow(["sns:Publish"], topic)],
}

/** A bucket, a topic with a queue, the role that tells it, and a function that may start jobs. */
const graph: Graph = {
  ...EMPTY_GRAPH,
  buckets: [
    {
      id: "videos",
      name: "videos",
      arn: arns.bucket("videos"),
      eventBridge: false,
      lifecycle: [],
      publicAccessBlocked: true,
      tlsEnforced: true,
    },
  ],
  topics: [{ id: "done", name: "done", arn: topic }],
  queues: [
    {
      id: "done",
      name: "done",
      arn: queue,
      url: "",
      visibilityTimeout: 30,
      retention: 345600,
      delay: 0,
      policy: {
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue,
        },
      },
    },
  ],
  subscriptions: [{ arn: `${topic}:1`, topicArn: topic, protocol: "sqs", endpoint: queue, rawMessageDelivery: true }],
  serviceRoles: [tells],
  functions: [
    functionNode({
      id: "Video",
      statements: [
        allow(["rekognition:StartLabelDetection", "rekognition:StartFaceDetection"], "*"),
        allow(["s3:GetObject"], `${arns.bucket("videos")}/mine/*`),
        allow(["iam:PassRole"], roleArn),
      ],
    }),
  ],
}

const plain = (background: string) =>
  sharp({ create: { width: 64, height: 48, channels: 3, background } })
    .png()
    .toBuffer()
const [grey, people] = [await plain("#888"), readFileSync(sampleImagePath())]
/** People for a second, after half a second. Two pictures a second are looked at. */
const scenes = [
  { seconds: 0.5, picture: grey },
  { seconds: 1, picture: people },
  { seconds: 0.5, picture: grey },
]
const NotificationChannel = { SNSTopicArn: topic, RoleArn: roleArn }

async function start(options: Partial<EngineOptions> = {}) {
  const denied: Denial[] = []
  const onDenied = (denial: Denial) => void denied.push(denial)
  const engine = await startEngine({ graph, root: "/", port: 0, onDenied, ...options })
  let closing: Promise<void> | undefined
  const close = () => (closing ??= engine.close())
  onTestFinished(close)
  const config = (accessKeyId: string) => {
    const credentials = { accessKeyId, secretAccessKey: "local" }
    return { endpoint: engine.url, region: REGION, credentials, maxAttempts: 1 }
  }
  const clientOf = (accessKeyId = "local") => {
    const client = new RekognitionClient(config(accessKeyId))
    onTestFinished(() => client.destroy())
    return client
  }
  const s3 = new S3Client({ ...config("local"), forcePathStyle: true })
  onTestFinished(() => s3.destroy())
  async function upload(video: GeneratedVideo, Name = "mine/a.mp4") {
    await s3.send(new PutObjectCommand({ Bucket: "videos", Key: Name, Body: await generateVideo(video) }))
    return { S3Object: { Bucket: "videos", Name } }
  }
  const completions = () => engine.sqs.peek(queue, 10).map(({ body }) => JSON.parse(body) as object)
  return { engine, close, denied, client: clientOf(), clientOf, upload, completions }
}

/** Sees a dog in everything. */
const dogs = {
  detectLabels: async () => [{ name: "Dog", confidence: 90, parents: [], categories: [], aliases: [], instances: [] }],
  close: async () => {},
}

it("labels a person and finds faces in the seconds in which people are shown, and tells the topic", async () => {
  const { client, engine, upload, completions } = await start()
  const Video = await upload({ scenes, width: 1280, height: 1158 })
  const labels = await client.send(new StartLabelDetectionCommand({ Video, NotificationChannel }))
  const faces = await client.send(new StartFaceDetectionCommand({ Video, NotificationChannel }))
  await engine.rekognition.idle()
  const { Labels = [], VideoMetadata } = await client.send(
    new GetLabelDetectionCommand({ JobId: labels.JobId, AggregateBy: "SEGMENTS" }),
  )
  expect(Labels.filter(({ Label }) => Label?.Name === "Person")).toMatchObject([
    { StartTimestampMillis: 500, EndTimestampMillis: 1_000, DurationMillis: 500 },
  ])
  expect(VideoMetadata).toEqual({
    Codec: "h264",
    Format: "QuickTime / MOV",
    DurationMillis: 2e3,
    FrameRate: 10,
    FrameWidth: 1280,
    FrameHeight: 1158,
    ColorRange: "LIMITED",
  })
  const { Faces = [] } = await client.send(new GetFaceDetectionCommand({ JobId: faces.JobId }))
  expect([...new Set(Faces.map(({ Timestamp }) => Timestamp))]).toEqual([500, 1_000])
  await expect.poll(completions).toHaveLength(2)
  expect(completions()).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ JobId: labels.JobId, Status: "SUCCEEDED", API: "StartLabelDetection" }),
    ]),
  )
})

it.each<[Partial<GeneratedVideo>, string]>([
  [{ encoder: "libvpx-vp9", container: "webm" }, "vp9 in webm"],
  [{ encoder: "libx265" }, "hevc in mp4"],
  [{ container: "matroska" }, "h264 in mkv"],
])("fails for %j, which Rekognition does not take", async (kind, what) => {
  const { client, engine, upload, completions } = await start({ recogniser: dogs })
  const Video = await upload({ scenes: [{ seconds: 0.3, picture: grey }], width: 64, height: 48, ...kind })
  const { JobId } = await client.send(new StartLabelDetectionCommand({ Video, NotificationChannel }))
  await engine.rekognition.idle()
  const found = await client.send(new GetLabelDetectionCommand({ JobId }))
  expect(found).toMatchObject({ JobStatus: "FAILED", StatusMessage: expect.stringContaining(what) })
  await expect.poll(completions).toMatchObject([{ JobId, Status: "FAILED" }])
})

it("lets a function start what its role allows, on videos that it may read, with a role that it may hand over", async () => {
  const { clientOf, engine, upload, denied } = await start({ recogniser: dogs })
  const video = { scenes: [{ seconds: 0.3, picture: grey }], width: 64, height: 48 }
  const [Video, foreign] = [await upload(video), await upload(video, "theirs/a.mp4")]
  const client = clientOf("Video")
  await client.send(new StartLabelDetectionCommand({ Video, NotificationChannel }))
  await engine.rekognition.idle()
  expect(denied).toEqual([])
  const invalid = { name: "InvalidS3ObjectException" }
  await expect(client.send(new StartLabelDetectionCommand({ Video: foreign }))).rejects.toMatchObject(invalid)
  const channel = { ...NotificationChannel, RoleArn: arns.role("Other") }
  const other = new StartLabelDetectionCommand({ Video, NotificationChannel: channel })
  await expect(client.send(other)).rejects.toMatchObject({ name: "AccessDeniedException" })
  const [get] = [new GetLabelDetectionCommand({ JobId: "any" })]
  await expect(client.send(get)).rejects.toMatchObject({ name: "AccessDeniedException" })
  expect(denied.map(({ action }) => action)).toEqual(["s3:GetObject", "iam:PassRole", "rekognition:GetLabelDetection"])
})

it.each([
  [
    { ...tells, statements: [] },
    { functionId: "role Tell", action: "sns:Publish", resource: topic },
  ],
  [
    { ...tells, trust: trust("lambda.amazonaws.com") },
    { functionId: "rekognition.amazonaws.com", action: "sts:AssumeRole", resource: roleArn },
  ],
])("ends a job whose topic it may not tell, and reports it", async (role, denial) => {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {})
  onTestFinished(() => warn.mockRestore())
  const options = { recogniser: dogs, graph: { ...graph, serviceRoles: [role] } }
  const { client, engine, upload, denied, completions } = await start(options)
  const Video = await upload({ scenes: [{ seconds: 0.3, picture: grey }], width: 64, height: 48 })
  const { JobId } = await client.send(new StartLabelDetectionCommand({ Video, NotificationChannel }))
  await engine.rekognition.idle()
  expect(await client.send(new GetLabelDetectionCommand({ JobId }))).toMatchObject({ JobStatus: "SUCCEEDED" })
  expect([denied, completions()]).toEqual([[denial], []])
  expect(warn).toHaveBeenCalledWith(expect.stringContaining(`${topic} was not told`))
})

it("loses the completions that a plan of faults loses, and sends others twice", async () => {
  const rule = { service: "rekognition", operation: "completion", probability: 1, times: 1 } as const
  const faults = faultPlan({
    seed: 1,
    rules: [
      { ...rule, fault: "drop" },
      { ...rule, fault: "duplicate" },
    ],
  })
  const { client, engine, upload, completions } = await start({ recogniser: dogs, faults })
  const Video = await upload({ scenes: [{ seconds: 0.3, picture: grey }], width: 64, height: 48 })
  const ids: (string | undefined)[] = []
  for (let count = 0; count < 3; count++) {
    ids.push((await client.send(new StartLabelDetectionCommand({ Video, NotificationChannel }))).JobId)
    await engine.rekognition.idle()
  }
  await expect.poll(completions).toHaveLength(3)
  const told = completions().map((message) => (message as { JobId: string }).JobId)
  expect(told).toEqual([ids[1], ids[1], ids[2]])
  expect(engine.rekognition.videoJobs().map(({ status }) => status)).toEqual(["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"])
})

it("goes on with a job after the engine was stopped, and tells its end once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "darkroom-engine-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const looked = Promise.withResolvers<void>()
  const slow = { detectLabels: () => (looked.resolve(), new Promise<never>(() => {})), close: async () => {} }
  const before = await start({ recogniser: slow, folder })
  const Video = await before.upload({ scenes: [{ seconds: 0.3, picture: grey }], width: 64, height: 48 })
  const { JobId } = await before.client.send(new StartLabelDetectionCommand({ Video, NotificationChannel }))
  await looked.promise
  await before.close()
  const { client, completions } = await start({ recogniser: dogs, folder })
  await expect.poll(completions).toMatchObject([{ JobId, Status: "SUCCEEDED" }])
  const { Labels } = await client.send(new GetLabelDetectionCommand({ JobId }))
  expect(Labels).toMatchObject([{ Timestamp: 0, Label: { Name: "Dog" } }])
})

it("counts starts and refusals as calls", async () => {
  const { client, engine, upload } = await start({ recogniser: dogs, rekognition: { videoJobs: 0 } })
  const Video = await upload({ scenes: [{ seconds: 0.3, picture: grey }], width: 64, height: 48 })
  const refused = client.send(new StartLabelDetectionCommand({ Video }))
  await expect(refused).rejects.toMatchObject({ name: "LimitExceededException" })
  const dimensions = { Operation: "StartLabelDetection" }
  expect(engine.cloudWatch.totals()).toContainEqual(
    expect.objectContaining({ namespace: "AWS/Rekognition", name: "UserErrorCount", dimensions, sum: 1 }),
  )
})
