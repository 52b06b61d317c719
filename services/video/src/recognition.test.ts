import { type Feature, featureSchema, recognitionSettingsOf } from "@darkroom/events"
import { expect, it } from "vitest"
import { rekognitionVideos } from "./recognition.ts"

const channel = { SNSTopicArn: "arn:topic", RoleArn: "arn:role" }
const settings = recognitionSettingsOf({
  recognition: { faces: { minConfidence: 80, attributes: ["SMILE"] }, text: { minConfidence: 70 } },
})

function start(answer: object = {}) {
  const sent: { name: string; input: Record<string, unknown> }[] = []
  const send = async (command: { constructor: { name: string }; input: object }) => {
    sent.push({ name: command.constructor.name, input: { ...command.input } })
    return { $metadata: {}, JobId: "job-1", ...answer }
  }
  return {
    sent,
    recognition: rekognitionVideos(
      () => ({ send }) as never,
      () => channel,
    ),
  }
}

const request = { bucket: "photos", key: "labels/a.mp4", token: "token", tag: "a:labels:token", settings }

it.each<[Feature, string, object]>([
  ["labels", "StartLabelDetectionCommand", { MinConfidence: 55 }],
  ["faces", "StartFaceDetectionCommand", { FaceAttributes: "ALL" }],
  ["text", "StartTextDetectionCommand", { Filters: { WordFilter: { MinConfidence: 70 } } }],
  ["moderation", "StartContentModerationCommand", { MinConfidence: 50 }],
  ["celebrities", "StartCelebrityRecognitionCommand", {}],
])("starts %s by %s, with its token, its tag and where to tell of the end", async (feature, name, own) => {
  const { sent, recognition } = start()
  expect(await recognition.start(feature, request)).toBe("job-1")
  const common = {
    Video: { S3Object: { Bucket: "photos", Name: "labels/a.mp4" } },
    ClientRequestToken: "token",
    JobTag: "a:labels:token",
    NotificationChannel: channel,
  }
  expect(sent).toEqual([{ name, input: { ...common, ...own } }])
})

it("asks for a thousand at once of each feature, from where the last page ended", async () => {
  const { sent, recognition } = start({ JobStatus: "SUCCEEDED", NextToken: "3" })
  for (const feature of featureSchema.options) {
    expect(await recognition.get(feature, "job-1", "2")).toEqual({
      JobId: "job-1",
      JobStatus: "SUCCEEDED",
      NextToken: "3",
    })
  }
  expect(sent.map(({ name }) => name)).toEqual([
    "GetLabelDetectionCommand",
    "GetFaceDetectionCommand",
    "GetTextDetectionCommand",
    "GetContentModerationCommand",
    "GetCelebrityRecognitionCommand",
  ])
  for (const { input } of sent) expect(input).toMatchObject({ JobId: "job-1", MaxResults: 1000, NextToken: "2" })
})

it("takes a start without an id for none", async () => {
  const { recognition } = start({ JobId: undefined })
  await expect(recognition.start("labels", request)).rejects.toThrow("a:labels:token")
})
