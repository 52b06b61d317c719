import {
  GetCelebrityRecognitionCommand,
  GetContentModerationCommand,
  GetFaceDetectionCommand,
  GetLabelDetectionCommand,
  GetTextDetectionCommand,
  StartCelebrityRecognitionCommand,
  StartContentModerationCommand,
  StartFaceDetectionCommand,
  StartLabelDetectionCommand,
  StartTextDetectionCommand,
} from "@aws-sdk/client-rekognition"
import { PutObjectCommand } from "@aws-sdk/client-s3"
import { expect } from "vitest"
import { arns } from "./arns.ts"
import { type Cases, type Clients, receivedJson } from "./clients.ts"

const object = { Bucket: "plain", Key: "videos/dog.mp4" }

/** What all Start operations take. */
async function video({ s3 }: Clients) {
  await s3.send(new PutObjectCommand({ ...object, Body: "a video" }))
  return { Video: { S3Object: { Bucket: object.Bucket, Name: object.Key } } }
}

/** A job that has ended. */
async function ended(clients: Clients, { JobId }: { readonly JobId?: string | undefined }) {
  await clients.engine.rekognition.idle()
  return { JobId }
}

const JobStatus = "SUCCEEDED"

async function labels(clients: Clients): Promise<void> {
  const { rekognition } = clients
  const NotificationChannel = { SNSTopicArn: arns.topic("news"), RoleArn: arns.role("Rekognition") }
  const input = { ...(await video(clients)), MinConfidence: 90, JobTag: "dogs", NotificationChannel }
  const job = await ended(clients, await rekognition.send(new StartLabelDetectionCommand(input)))
  const Labels = [{ Timestamp: 0, Label: { Name: "Dog", Confidence: 97, Instances: [{ Confidence: 97 }] } }]
  const VideoMetadata = { Codec: "h264", DurationMillis: 1_000 }
  expect(await rekognition.send(new GetLabelDetectionCommand(job))).toMatchObject({ JobStatus, Labels, VideoMetadata })
  const { Message } = (await receivedJson(clients, "notifications")) as { Message: string }
  expect(JSON.parse(Message)).toMatchObject({ ...job, Status: JobStatus, API: "StartLabelDetection", JobTag: "dogs" })
}

async function faces(clients: Clients): Promise<void> {
  const { rekognition } = clients
  const started = await rekognition.send(new StartFaceDetectionCommand(await video(clients)))
  const found = await rekognition.send(new GetFaceDetectionCommand(await ended(clients, started)))
  expect(found).toMatchObject({ JobStatus, Faces: [{ Timestamp: 0, Face: { Confidence: 99 } }] })
}

async function text(clients: Clients): Promise<void> {
  const { rekognition } = clients
  const started = await rekognition.send(new StartTextDetectionCommand(await video(clients)))
  const { TextDetections } = await rekognition.send(new GetTextDetectionCommand(await ended(clients, started)))
  expect(TextDetections).toMatchObject([
    { Timestamp: 0, TextDetection: { Type: "LINE", DetectedText: "EXIT" } },
    { Timestamp: 0, TextDetection: { Type: "WORD", DetectedText: "EXIT" } },
  ])
}

async function moderation(clients: Clients): Promise<void> {
  const { rekognition } = clients
  const started = await rekognition.send(new StartContentModerationCommand(await video(clients)))
  const found = await rekognition.send(new GetContentModerationCommand(await ended(clients, started)))
  expect(found).toMatchObject({ JobStatus, ModerationLabels: [{ Timestamp: 0, ModerationLabel: { Name: "Alcohol" } }] })
}

async function celebrities(clients: Clients): Promise<void> {
  const { rekognition } = clients
  const started = await rekognition.send(new StartCelebrityRecognitionCommand(await video(clients)))
  const found = await rekognition.send(new GetCelebrityRecognitionCommand(await ended(clients, started)))
  expect(found).toMatchObject({ JobStatus, Celebrities: [] })
}

/** What one operation starts the other gets: both have the same case. */
export const rekognitionVideoCases: Cases = {
  StartLabelDetection: labels,
  GetLabelDetection: labels,
  StartFaceDetection: faces,
  GetFaceDetection: faces,
  StartTextDetection: text,
  GetTextDetection: text,
  StartContentModeration: moderation,
  GetContentModeration: moderation,
  StartCelebrityRecognition: celebrities,
  GetCelebrityRecognition: celebrities,
}
