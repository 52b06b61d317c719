import { DetectLabelsCommand, type DetectLabelsCommandInput } from "@aws-sdk/client-rekognition"
import { PutObjectCommand } from "@aws-sdk/client-s3"
import type { DetectedLabel } from "@darkroom/vision"
import { expect } from "vitest"
import type { Cases, Clients } from "./clients.ts"
import { photo } from "./photo.ts"

const box = { left: 0.125, top: 0.25, width: 0.375, height: 0.5 }
const animals = { categories: ["Animals and Pets"], aliases: [] }

/** What the recogniser sees in every photo. */
export const seen: readonly DetectedLabel[] = [
  { name: "Dog", confidence: 97, parents: ["Animal"], ...animals, instances: [{ confidence: 97, boundingBox: box }] },
  { name: "Cat", confidence: 60, parents: ["Animal"], ...animals, instances: [] },
]

async function names({ rekognition }: Clients, input: DetectLabelsCommandInput) {
  return (await rekognition.send(new DetectLabelsCommand(input))).Labels?.map(({ Name }) => Name)
}

export const rekognitionCases: Cases = {
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
  },
}
