import {
  GetCelebrityRecognitionCommand,
  GetContentModerationCommand,
  GetFaceDetectionCommand,
  GetTextDetectionCommand,
  StartCelebrityRecognitionCommand,
  StartContentModerationCommand,
  StartFaceDetectionCommand,
  StartTextDetectionCommand,
} from "@aws-sdk/client-rekognition"
import { expect, it } from "vitest"
import { face, type Sights } from "../testing.ts"
import { startVideos, Video } from "./testing.ts"

const box = { left: 0.1, top: 0.2, width: 0.3, height: 0.4 }
const smiling = face(0.2, { smile: { value: true, confidence: 90 } })
const sign = { id: 0, type: "LINE" as const, text: "EXIT", boundingBox: box, polygon: [] }
const sights: Sights = {
  detectFaces: async () => [smiling],
  detectText: async () => [
    { ...sign, confidence: 95 },
    { ...sign, id: 1, text: "faint", confidence: 70 },
  ],
  detectModerationLabels: async () => [
    { name: "Alcohol", parentName: "", taxonomyLevel: 1, confidence: 80 },
    { name: "Tobacco", parentName: "", taxonomyLevel: 1, confidence: 40 },
  ],
}
const pictures = [
  [0, {}],
  [500, sights],
  [1_000, sights],
] as const

it("finds faces, with all attributes where they are asked for", async () => {
  const { client, service } = await startVideos({ pictures })
  const { JobId: plain } = await client.send(new StartFaceDetectionCommand({ Video }))
  const { JobId: full } = await client.send(new StartFaceDetectionCommand({ Video, FaceAttributes: "ALL" }))
  await service.idle()
  const { Faces = [], VideoMetadata } = await client.send(new GetFaceDetectionCommand({ JobId: plain }))
  expect(Faces.map(({ Timestamp }) => Timestamp)).toEqual([500, 1_000])
  expect(Faces[0]?.Face).toMatchObject({ BoundingBox: { Width: 0.2 }, Confidence: 99 })
  expect(Faces[0]?.Face).not.toHaveProperty("Smile")
  expect(VideoMetadata?.Codec).toBe("h264")
  const all = await client.send(new GetFaceDetectionCommand({ JobId: full, MaxResults: 1 }))
  expect(all.Faces?.map(({ Face }) => Face?.Smile?.Value)).toEqual([true])
  expect(all.NextToken).toBeDefined()
})

it("reads text, as surely as it was asked for", async () => {
  const { client, service } = await startVideos({ pictures })
  const { JobId } = await client.send(new StartTextDetectionCommand({ Video }))
  const Filters = { WordFilter: { MinConfidence: 50 } }
  const { JobId: more } = await client.send(new StartTextDetectionCommand({ Video, Filters }))
  await service.idle()
  const texts = async (id: string | undefined) => {
    const { TextDetections, TextModelVersion } = await client.send(new GetTextDetectionCommand({ JobId: id }))
    expect(TextModelVersion).toBe("3.0")
    return TextDetections?.map(({ Timestamp, TextDetection }) => `${Timestamp} ${TextDetection?.DetectedText}`)
  }
  expect(await texts(JobId)).toEqual(["500 EXIT", "1000 EXIT"])
  expect(await texts(more)).toEqual(["500 EXIT", "500 faint", "1000 EXIT", "1000 faint"])
})

it("refuses text filters that make no region when it starts", async () => {
  const { client } = await startVideos()
  const start = new StartTextDetectionCommand({ Video, Filters: { RegionsOfInterest: [{}] } })
  await expect(client.send(start)).rejects.toMatchObject({ name: "InvalidParameterException" })
})

it("finds what should be moderated, by times and by segments", async () => {
  const { client, service } = await startVideos({ pictures })
  const { JobId } = await client.send(new StartContentModerationCommand({ Video }))
  await service.idle()
  const found = await client.send(new GetContentModerationCommand({ JobId }))
  expect(found.ModerationLabels).toMatchObject([
    { Timestamp: 500, ModerationLabel: { Name: "Alcohol", TaxonomyLevel: 1 }, ContentTypes: [] },
    { Timestamp: 1_000, ModerationLabel: { Name: "Alcohol" } },
  ])
  expect(found.ModerationModelVersion).toBe("7.0")
  const segments = await client.send(new GetContentModerationCommand({ JobId, AggregateBy: "SEGMENTS" }))
  expect(segments.ModerationLabels).toMatchObject([{ StartTimestampMillis: 500, EndTimestampMillis: 1_000 }])
})

it("recognises no celebrities, of whom there is no model", async () => {
  const { client, service } = await startVideos({ pictures })
  const { JobId } = await client.send(new StartCelebrityRecognitionCommand({ Video }))
  await service.idle()
  const found = await client.send(new GetCelebrityRecognitionCommand({ JobId, SortBy: "ID" }))
  expect(found).toMatchObject({ JobStatus: "SUCCEEDED", Celebrities: [], VideoMetadata: { FrameRate: 25 } })
})
