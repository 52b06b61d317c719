import {
  GetFaceDetectionCommand,
  GetLabelDetectionCommand,
  type RekognitionClient,
  StartFaceDetectionCommand,
  StartLabelDetectionCommand,
  type StartLabelDetectionCommandInput,
} from "@aws-sdk/client-rekognition"
import { VideoUndecodable } from "@darkroom/vision"
import { expect, it } from "vitest"
import { manualClock } from "../../../clock.ts"
import { openStore } from "../../../store.ts"
import { info, label, startVideos, Video } from "./testing.ts"

const DAY = 86_400_000
const NotificationChannel = {
  SNSTopicArn: "arn:aws:sns:us-east-1:000000000000:done",
  RoleArn: "arn:aws:iam::000000000000:role/Tell",
}
const videoOf = (Name: string) => ({ S3Object: { Bucket: "videos", Name } })

const start = async (client: RekognitionClient, input: Partial<StartLabelDetectionCommandInput> = {}) =>
  (await client.send(new StartLabelDetectionCommand({ Video, ...input }))).JobId ?? ""
const get = (client: RekognitionClient, JobId: string) => client.send(new GetLabelDetectionCommand({ JobId }))

/** What holds up videos until it is opened. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  let waiting = 0
  return { onOpen: async () => (waiting++, await promise), open: resolve, waiting: () => waiting }
}

it("is in progress until the video has been looked at", async () => {
  const { onOpen, open } = gate()
  const { client, service } = await startVideos({ onOpen })
  const JobId = await start(client)
  expect(await get(client, JobId)).toMatchObject({ JobId, JobStatus: "IN_PROGRESS", Video, Labels: [] })
  open()
  await service.idle()
  expect(await get(client, JobId)).toMatchObject({ JobStatus: "SUCCEEDED" })
})

it("tells the topic how a job ended", async () => {
  const { client, service, told, clock } = await startVideos()
  const JobId = await start(client, { NotificationChannel, JobTag: "tag" })
  const silent = await start(client)
  await service.idle()
  expect(told).toEqual([
    {
      JobId,
      Status: "SUCCEEDED",
      API: "StartLabelDetection",
      JobTag: "tag",
      Timestamp: clock.now(),
      Video: {
        S3ObjectName: "a.mp4",
        S3Bucket: "videos",
      },
    },
  ])
  expect(await get(client, silent)).toMatchObject({ JobStatus: "SUCCEEDED" })
})

it.each([
  ["of another codec", { info: { ...info, codec: "hevc" } }, "Unsupported codec/format: hevc in mp4"],
  ["of another container", { info: { ...info, container: "mkv" as const } }, "Unsupported codec/format: h264 in mkv"],
  [
    "that is none",
    {
      onOpen: () => {
        throw new VideoUndecodable("Invalid data found when processing input")
      },
    },
    "Invalid data found",
  ],
  [
    "that the recogniser cannot take",
    { pictures: [[0, { detectLabels: () => Promise.reject(new Error("out of memory")) }]] as const },
    "out of memory",
  ],
])("fails for a video %s, and says why", async (_, world, reason) => {
  const { client, service, told } = await startVideos(world)
  const JobId = await start(client, { NotificationChannel })
  await service.idle()
  const found = await get(client, JobId)
  expect(found).toMatchObject({ JobStatus: "FAILED", StatusMessage: expect.stringContaining(reason), Labels: [] })
  expect(told).toMatchObject([{ JobId, Status: "FAILED" }])
})

it("fails for an object that is removed before its turn", async () => {
  const { onOpen, open } = gate()
  const { client, service, objects } = await startVideos({ onOpen })
  await start(client)
  await start(client)
  const JobId = await start(client, { Video: videoOf("b.mp4") })
  objects.delete("b.mp4")
  open()
  await service.idle()
  expect(await get(client, JobId)).toMatchObject({
    JobStatus: "FAILED",
    StatusMessage: "The object s3://videos/b.mp4 is not there, or may not be read.",
  })
})

it("begins one job for requests with one token, and refuses the token with another request", async () => {
  const { client, service } = await startVideos()
  const ClientRequestToken = "event-1"
  const [first, second] = await Promise.all([
    start(client, { ClientRequestToken }),
    start(client, { ClientRequestToken }),
  ])
  await service.idle()
  expect([second, await start(client, { ClientRequestToken })]).toEqual([first, first])
  expect(service.videoJobs()).toHaveLength(1)
  for (const other of [{ MinConfidence: 10 }, { Video: videoOf("b.mp4") }, { JobTag: "x" }]) {
    await expect(start(client, { ClientRequestToken, ...other })).rejects.toMatchObject({
      name: "IdempotentParameterMismatchException",
    })
  }
  const faces = await client.send(new StartFaceDetectionCommand({ Video, ClientRequestToken }))
  expect(faces.JobId).not.toBe(first)
})

it("has as many unfinished jobs as the account may have, of all operations together", async () => {
  const { onOpen, open } = gate()
  const { client, service } = await startVideos({ onOpen, options: { videoJobs: 2 } })
  const ClientRequestToken = "first"
  const first = await start(client, { ClientRequestToken })
  await client.send(new StartFaceDetectionCommand({ Video }))
  const $metadata = { httpStatusCode: 400 }
  await expect(start(client)).rejects.toMatchObject({ name: "LimitExceededException", $metadata })
  expect(await start(client, { ClientRequestToken })).toBe(first)
  open()
  await service.idle()
  await start(client)
})

it("has twenty of them where nobody says otherwise, and looks at two at once", async () => {
  const { onOpen, open, waiting } = gate()
  const { client, service } = await startVideos({ onOpen })
  for (let count = 0; count < 20; count++) await start(client)
  await expect(start(client)).rejects.toMatchObject({ name: "LimitExceededException" })
  await expect.poll(waiting).toBe(2)
  open()
  await service.idle()
  expect(service.videoJobs().map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => "SUCCEEDED"))
})

it("goes on with unfinished jobs of an engine that was killed, and repeats no result", async () => {
  const [store, clock] = [openStore(), manualClock()]
  const dog = { detectLabels: async () => [label("Dog")] }
  const killed = Promise.withResolvers<void>()
  const hanging = { detectLabels: () => (killed.resolve(), new Promise<never>(() => {})) }
  const before = await startVideos({ store, clock, pictures: [[0, dog], [500, hanging]] }) // prettier-ignore
  const JobId = await start(before.client, { NotificationChannel })
  await killed.promise
  await before.service.close()
  const { client, service, told } = await startVideos({ store, clock, pictures: [[0, dog], [500, dog]] }) // prettier-ignore
  expect(await get(client, JobId)).toMatchObject({ JobStatus: "IN_PROGRESS" })
  clock.advance(0)
  await service.idle()
  const { JobStatus, Labels } = await get(client, JobId)
  expect([JobStatus, Labels?.map(({ Timestamp }) => Timestamp)]).toEqual(["SUCCEEDED", [0, 500]])
  expect([before.told, told]).toMatchObject([[], [{ JobId }]])
})

it("keeps results for seven days", async () => {
  const { client, service, clock } = await startVideos()
  const ClientRequestToken = "event-1"
  const JobId = await start(client, { ClientRequestToken })
  await service.idle()
  clock.advance(7 * DAY - 1)
  expect(await get(client, JobId)).toMatchObject({ JobStatus: "SUCCEEDED" })
  clock.advance(1)
  await expect(get(client, JobId)).rejects.toMatchObject({ name: "ResourceNotFoundException" })
  expect(await start(client, { ClientRequestToken })).not.toBe(JobId)
})

it("knows no job by another id, nor by that of another operation", async () => {
  const { client } = await startVideos()
  const JobId = await start(client)
  const name = "ResourceNotFoundException"
  await expect(get(client, "unknown")).rejects.toMatchObject({ name })
  await expect(client.send(new GetFaceDetectionCommand({ JobId }))).rejects.toMatchObject({ name })
})

it("forgets everything when it is reset", async () => {
  const { client, service } = await startVideos()
  const JobId = await start(client)
  await service.reset()
  await expect(get(client, JobId)).rejects.toMatchObject({ name: "ResourceNotFoundException" })
  await start(client)
  await service.idle()
  expect(service.videoJobs()).toMatchObject([{ status: "SUCCEEDED" }])
})

it.each<[Partial<StartLabelDetectionCommandInput>, string]>([
  [{ Video: {} }, "InvalidParameterException"],
  [{ Video: { S3Object: { ...Video.S3Object, Version: "1" } } }, "InvalidParameterException"],
  [{ Video: videoOf("missing.mp4") }, "InvalidS3ObjectException"],
  [{ ClientRequestToken: "" }, "ValidationException"],
  [{ ClientRequestToken: "a".repeat(65) }, "ValidationException"],
  [{ ClientRequestToken: "with space" }, "ValidationException"],
  [{ JobTag: "with space" }, "ValidationException"],
  [{ MinConfidence: 101 }, "ValidationException"],
  [{ NotificationChannel: { ...NotificationChannel, RoleArn: "Tell" } }, "ValidationException"],
  [{ NotificationChannel: { ...NotificationChannel, SNSTopicArn: "done" } }, "ValidationException"],
])("refuses %j", async (input, name) => {
  const { client, service } = await startVideos()
  await expect(start(client, input)).rejects.toMatchObject({ name })
  expect(service.videoJobs()).toEqual([])
})

it.each([{ MaxResults: 0 }, { JobId: "a b" }])("refuses to get %j", async (input) => {
  const { client } = await startVideos()
  const JobId = await start(client)
  const command = new GetLabelDetectionCommand({ JobId, ...input })
  await expect(client.send(command)).rejects.toMatchObject({ name: "ValidationException" })
})

it("refuses a video above ten gigabytes", async () => {
  const openObject = async () => ({ size: 10 * 1024 ** 3 + 1, file: { close: async () => {} } as never })
  const { client } = await startVideos({ options: { openObject } })
  await expect(start(client)).rejects.toMatchObject({ name: "VideoTooLargeException" })
})
