import {
  DetectFacesCommand,
  DetectLabelsCommand,
  type DetectLabelsCommandInput,
  DetectModerationLabelsCommand,
  DetectTextCommand,
  RecognizeCelebritiesCommand,
} from "@aws-sdk/client-rekognition"
import { PutObjectCommand } from "@aws-sdk/client-s3"
import type { DetectedFace, DetectedLabel, ImageProperties, SeenText } from "@darkroom/vision"
import { expect } from "vitest"
import type { ImageRecogniser } from "../engine.ts"
import type { Cases, Clients } from "./clients.ts"
import { photo } from "./photo.ts"
import { rekognitionVideoCases } from "./rekognition-video-cases.ts"

const box = { left: 0.125, top: 0.25, width: 0.375, height: 0.5 }
const animals = { categories: ["Animals and Pets"], aliases: [] }

const labels: readonly DetectedLabel[] = [
  { name: "Dog", confidence: 97, parents: ["Animal"], ...animals, instances: [{ confidence: 97, boundingBox: box }] },
  { name: "Cat", confidence: 60, parents: ["Animal"], ...animals, instances: [] },
]

const face: DetectedFace = {
  confidence: 99,
  boundingBox: box,
  landmarks: [{ type: "nose", x: 0.3, y: 0.5 }],
  pose: { roll: 0, yaw: 10, pitch: 0 },
  quality: { brightness: 70, sharpness: 80 },
  smile: { value: true, confidence: 90 },
}

const sign = { text: "EXIT", confidence: 96, boundingBox: box, polygon: [] }
const text: readonly SeenText[] = [
  { id: 0, type: "LINE", ...sign },
  { id: 1, parentId: 0, type: "WORD", ...sign },
]

const blue = { red: 70, green: 130, blue: 180, hexCode: "#4682b4", cssColor: "steelblue", simplifiedColor: "blue" }
const properties: ImageProperties = {
  quality: { brightness: 60, sharpness: 80, contrast: 50 },
  dominantColors: [{ ...blue, pixelPercent: 90 }],
}

const info = { duration: 1_000, width: 100, height: 100, rotation: 0, frameRate: 25, colorRange: null } as const

/** Sees the same in every photo, and that in every video. */
export const recogniser: ImageRecogniser = {
  detectLabels: async () => labels,
  detectFaces: async () => [face],
  detectText: async () => text,
  openVideo: async () => ({
    info: { ...info, codec: "h264", container: "mp4", format: "QuickTime / MOV" },
    async *frames() {
      yield { timestamp: 0, jpeg: await photo() }
    },
    close: async () => {},
  }),
  detectModerationLabels: async () => [{ name: "Alcohol", parentName: "", taxonomyLevel: 1, confidence: 77 }],
  imageProperties: async () => properties,
  close: async () => {},
}

async function names({ rekognition }: Clients, input: DetectLabelsCommandInput) {
  return (await rekognition.send(new DetectLabelsCommand(input))).Labels?.map(({ Name }) => Name)
}

export const rekognitionCases: Cases = {
  ...rekognitionVideoCases,
  async DetectLabels(clients) {
    const Bytes = await photo()
    const { Labels } = await clients.rekognition.send(new DetectLabelsCommand({ Image: { Bytes }, MinConfidence: 90 }))
    expect(Labels).toMatchObject([
      {
        Name: "Dog",
        Confidence: 97,
        Parents: [{ Name: "Animal" }],
        Instances: [{ BoundingBox: { Left: 0.125, Top: 0.25, Width: 0.375, Height: 0.5 } }],
      },
    ])
    const object = { Bucket: "plain", Key: "photos/dog.jpg" }
    await clients.s3.send(new PutObjectCommand({ ...object, Body: Bytes }))
    const Image = { S3Object: { Bucket: object.Bucket, Name: object.Key } }
    expect(await names(clients, { Image })).toEqual(["Dog", "Cat"])
    expect(await names(clients, { Image, MaxLabels: 1 })).toEqual(["Dog"])
    await expect(names(clients, { Image: { Bytes: Buffer.from("no image") } })).rejects.toMatchObject({
      name: "InvalidImageFormatException",
    })
    const colours = new DetectLabelsCommand({ Image: { Bytes }, Features: ["IMAGE_PROPERTIES"] })
    expect((await clients.rekognition.send(colours)).ImageProperties).toMatchObject({
      Quality: { Brightness: 60 },
      DominantColors: [{ CSSColor: "steelblue", PixelPercent: 90 }],
    })
  },
  async DetectFaces({ rekognition }) {
    const Image = { Bytes: await photo() }
    const { FaceDetails } = await rekognition.send(new DetectFacesCommand({ Image, Attributes: ["SMILE"] }))
    expect(FaceDetails).toMatchObject([
      { BoundingBox: { Left: 0.125 }, Landmarks: [{ Type: "nose" }], Smile: { Value: true, Confidence: 90 } },
    ])
  },
  async DetectText({ rekognition }) {
    const { TextDetections } = await rekognition.send(new DetectTextCommand({ Image: { Bytes: await photo() } }))
    expect(TextDetections).toMatchObject([
      { Type: "LINE", Id: 0, DetectedText: "EXIT" },
      { Type: "WORD", Id: 1, ParentId: 0, DetectedText: "EXIT", Geometry: { BoundingBox: { Top: 0.25 } } },
    ])
  },
  async DetectModerationLabels({ rekognition }) {
    const Image = { Bytes: await photo() }
    const found = await rekognition.send(new DetectModerationLabelsCommand({ Image, MinConfidence: 70 }))
    expect(found).toMatchObject({
      ModerationLabels: [{ Name: "Alcohol", ParentName: "", TaxonomyLevel: 1, Confidence: 77 }],
      ModerationModelVersion: "7.0",
    })
  },
  async RecognizeCelebrities({ rekognition }) {
    const found = await rekognition.send(new RecognizeCelebritiesCommand({ Image: { Bytes: await photo() } }))
    expect(found).toMatchObject({ CelebrityFaces: [], UnrecognizedFaces: [{ Confidence: 99, Smile: { Value: true } }] })
  },
}
