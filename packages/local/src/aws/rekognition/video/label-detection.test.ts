import {
  GetLabelDetectionCommand,
  type GetLabelDetectionCommandInput,
  StartLabelDetectionCommand,
  type StartLabelDetectionCommandInput,
} from "@aws-sdk/client-rekognition"
import { expect, it } from "vitest"
import type { DetectedLabel } from "../rekognition.ts"
import { label, startVideos, Video, type VideoWorld } from "./testing.ts"

const sees = (...labels: DetectedLabel[]) => ({ detectLabels: async () => labels })

/** A dog in the middle, a ball twice, a cat that is hardly seen. */
const park: NonNullable<VideoWorld["pictures"]> = [
  [0, sees(label("Ball", 70))],
  [500, sees(label("Dog", 80), label("Cat", 45))],
  [1_000, sees(label("Ball", 60), label("Dog", 95))],
  [1_500, sees()],
]

async function start(input: Partial<StartLabelDetectionCommandInput> = {}) {
  const { client, service } = await startVideos({ pictures: park })
  const { JobId } = await client.send(new StartLabelDetectionCommand({ Video, ...input }))
  await service.idle()
  const get = (more: Partial<GetLabelDetectionCommandInput> = {}) =>
    client.send(new GetLabelDetectionCommand({ JobId, ...more }))
  return { JobId, get }
}

it("gives each label at the time of each picture on which it is, surest first", async () => {
  const { JobId, get } = await start({ JobTag: "holiday" })
  const { Labels, ...answer } = await get()
  expect(Labels?.map(({ Timestamp, Label }) => [Timestamp, Label?.Name, Label?.Confidence])).toEqual([
    [0, "Ball", 70],
    [500, "Dog", 80],
    [1_000, "Dog", 95],
    [1_000, "Ball", 60],
  ])
  expect(Labels?.[0]?.Label).toEqual({
    Name: "Ball",
    Confidence: 70,
    Instances: [],
    Parents: [],
    Aliases: [],
    Categories: [],
  })
  expect(answer).toMatchObject({
    JobId,
    JobStatus: "SUCCEEDED",
    JobTag: "holiday",
    Video,
    LabelModelVersion: "3.0",
    GetRequestMetadata: {
      SortBy: "TIMESTAMP",
      AggregateBy: "TIMESTAMPS",
    },
    VideoMetadata: {
      Codec: "h264",
      Format: "QuickTime / MOV",
      DurationMillis: 2e3,
      FrameRate: 25,
      FrameWidth: 640,
      FrameHeight: 480,
      ColorRange: "FULL",
    },
  })
})

it("puts pictures one after the other together to segments", async () => {
  const { get } = await start()
  const { Labels, GetRequestMetadata } = await get({ AggregateBy: "SEGMENTS" })
  const times = Labels?.map((one) => [one.Timestamp, one.StartTimestampMillis, one.EndTimestampMillis])
  expect(Labels?.map(({ Label }) => `${Label?.Name} ${Label?.Confidence}`)).toEqual(["Ball 70", "Dog 95", "Ball 60"])
  expect(times).toEqual([
    [0, 0, 0],
    [500, 500, 1_000],
    [1_000, 1_000, 1_000],
  ])
  expect(Labels?.[1]?.DurationMillis).toBe(500)
  expect(Labels?.[1]?.Label).not.toHaveProperty("Instances")
  expect(GetRequestMetadata).toEqual({ SortBy: "TIMESTAMP", AggregateBy: "SEGMENTS" })
})

it("sorts by name, and then by confidence", async () => {
  const { get } = await start()
  const { Labels } = await get({ SortBy: "NAME" })
  expect(Labels?.map(({ Label }) => `${Label?.Name} ${Label?.Confidence}`)).toEqual([
    "Ball 70",
    "Ball 60",
    "Dog 95",
    "Dog 80",
  ])
})

it.each<[Partial<StartLabelDetectionCommandInput>, string[]]>([
  [{ MinConfidence: 90 }, ["Dog"]],
  [{ MinConfidence: 0, Settings: { GeneralLabels: { LabelInclusionFilters: ["Cat"] } } }, ["Cat"]],
  [{ Settings: { GeneralLabels: { LabelExclusionFilters: ["Dog"] } } }, ["Ball", "Ball"]],
])("keeps to what the start asks for: %j", async (input, names) => {
  const { get } = await start(input)
  expect((await get()).Labels?.map(({ Label }) => Label?.Name)).toEqual(names)
})

it("gives results page by page, each once", async () => {
  const { get } = await start()
  const first = await get({ MaxResults: 3 })
  const second = await get({ MaxResults: 3, NextToken: first.NextToken })
  expect([first.Labels?.length, second.Labels?.length, second.NextToken]).toEqual([3, 1, undefined])
  expect([...(first.Labels ?? []), ...(second.Labels ?? [])]).toEqual((await get({ MaxResults: 5_000 })).Labels)
})

it("takes a token only for the request that it was given for", async () => {
  const { get } = await start()
  const { NextToken } = await get({ MaxResults: 1 })
  const name = "InvalidPaginationTokenException"
  for (const token of ["1", "x", `9${NextToken}`])
    await expect(get({ NextToken: token })).rejects.toMatchObject({ name })
  await expect(get({ NextToken, SortBy: "NAME" })).rejects.toMatchObject({ name })
  const { get: getOther } = await start()
  await expect(getOther({ NextToken })).rejects.toMatchObject({ name })
})
