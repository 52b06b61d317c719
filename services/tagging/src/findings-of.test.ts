import type { DetectFacesResponse } from "@aws-sdk/client-rekognition"
import { findingsSchema, recognitionSettingsOf } from "@darkroom/events"
import { expect, it } from "vitest"
import { type Answers, nothingKnown } from "./answers.ts"
import { findingsOf } from "./findings-of.ts"

const settings = recognitionSettingsOf({
  recognition: {
    labels: { maxLabels: 5, minConfidence: 5 },
    faces: { minConfidence: 80 },
    celebrities: { minConfidence: 60 },
  },
})

function found(answers: Partial<Answers>) {
  const findings = findingsOf({ ...nothingKnown, answers }, settings)
  // What is emitted has to be of the schema, whatever Rekognition left out.
  expect(findingsSchema.parse(findings)).toEqual(findings)
  return findings
}

const box = (Left: number, Top: number, Width: number, Height: number) => ({ Left, Top, Width, Height })
type Detail = NonNullable<DetectFacesResponse["FaceDetails"]>[number]
const face = (detail: Detail) => found({ faces: { FaceDetails: [{ Confidence: 99, ...detail }] } }).faces[0]

it("gives labels in Rekognition's order, their boxes inside the image", () => {
  const Instances = [{ Confidence: 97.4, BoundingBox: box(-0.1, 0.5, 0.4, 0.6) }, {}]
  const Categories = [{ Name: "Animals and Pets" }]
  const Labels = [
    {
      Name: " Dog ",
      Confidence: 97.4,
      Parents: [{ Name: "Pet" }, {}],
      Categories,
      Instances,
      Aliases: [{ Name: "Hound" }],
    },
    { Name: "Grass", Confidence: 103 },
    {},
  ]
  const { labels, features } = found({ labels: { Labels } })
  expect(features).toEqual(["labels"])
  expect(labels).toHaveLength(2)
  expect(labels[0]).toMatchObject({ name: " Dog ", parents: ["Pet"], categories: ["Animals and Pets"] })
  const [{ boundingBox }] = labels[0]!.instances as [(typeof labels)[0]["instances"][0]]
  expect([boundingBox.left, boundingBox.top, boundingBox.height]).toEqual([0, 0.5, 0.5])
  expect(boundingBox.width).toBeCloseTo(0.3)
  expect(labels[1]).toEqual({ name: "Grass", confidence: 100, parents: [], categories: [], instances: [] })
})

it("gives colours, the most frequent first", () => {
  const DominantColors = [
    { HexCode: "#FFFFFF", CSSColor: "white", SimplifiedColor: "white", PixelPercent: 10 },
    { HexCode: "#8B4513", CSSColor: "saddlebrown", SimplifiedColor: "brown", PixelPercent: 31.4 },
    { CSSColor: "black" },
  ]
  expect(found({ labels: { ImageProperties: { DominantColors } } }).colors).toEqual([
    { hex: "#8b4513", name: "saddlebrown", simplified: "brown", share: 31.4 },
    { hex: "#ffffff", name: "white", simplified: "white", share: 10 },
  ])
})

it("gives faces of the profile's confidence, the largest first", () => {
  const FaceDetails = [
    { Confidence: 79.9, BoundingBox: box(0, 0, 1, 1) },
    { Confidence: 80, BoundingBox: box(0, 0, 0.1, 0.3) },
    { Confidence: 99, BoundingBox: box(0, 0, 0.2, 0.2) },
  ]
  expect(found({ faces: { FaceDetails } }).faces.map(({ confidence }) => confidence)).toEqual([99, 80])
})

it("tells of a face what was asked for", () => {
  expect(face({})).toEqual({
    confidence: 99,
    boundingBox: { left: 0, top: 0, width: 0, height: 0 },
    landmarks: [],
    pose: null,
    quality: null,
    ageRange: null,
    emotions: [],
    attributes: [],
  })
  const seen = face({
    BoundingBox: box(0.9, -0.1, 0.3, 0.3),
    Landmarks: [{ Type: "eyeLeft", X: 0.95, Y: 0.05 }, { Type: "nose" }],
    Pose: { Roll: -3, Yaw: 12, Pitch: 1 },
    Quality: { Brightness: 70, Sharpness: 80 },
    AgeRange: { Low: 25, High: 35 },
    Emotions: [
      { Type: "SAD", Confidence: 3 },
      { Type: "HAPPY", Confidence: 97 },
    ],
    Smile: { Value: false, Confidence: 91 },
    Gender: { Value: "Female", Confidence: 99 },
    EyeDirection: { Yaw: 4.04, Pitch: -2, Confidence: 88 },
  })
  expect(seen).toMatchObject({
    landmarks: [{ type: "eyeLeft", x: 0.95, y: 0.05 }],
    pose: { roll: -3, yaw: 12, pitch: 1 },
    quality: { brightness: 70, sharpness: 80 },
    ageRange: { low: 25, high: 35 },
    emotions: [{ type: "HAPPY" }, { type: "SAD" }],
    attributes: [
      { type: "Smile", value: "false", confidence: 91 },
      { type: "Gender", value: "Female", confidence: 99 },
      { type: "EyeDirection", value: "yaw 4.0, pitch -2.0", confidence: 88 },
    ],
  })
  expect([seen!.boundingBox.left, seen!.boundingBox.top]).toEqual([0.9, 0])
  expect(seen!.boundingBox.width).toBeCloseTo(0.1)
  expect(seen!.boundingBox.height).toBeCloseTo(0.2)
})

it("gives lines and words in Rekognition's order", () => {
  const Polygon = [{ X: 0.1, Y: 0.1 }, { X: 0.2 }]
  const TextDetections = [
    {
      Id: 0,
      Type: "LINE" as const,
      DetectedText: " MIND THE ",
      Confidence: 90,
      Geometry: { Polygon, BoundingBox: box(0.1, 0.1, 0.2, 0.1) },
    },
    { Id: 1, ParentId: 0, Type: "WORD" as const, DetectedText: "MIND", Confidence: 99 },
    { Type: "WORD" as const, DetectedText: "no number" },
  ]
  expect(found({ text: { TextDetections } }).text).toMatchObject([
    { id: 0, parentId: null, type: "line", text: " MIND THE ", polygon: [{ x: 0.1, y: 0.1 }] },
    { id: 1, parentId: 0, type: "word", text: "MIND", polygon: [] },
  ])
})

it("gives moderation labels, the surest first", () => {
  const ModerationLabels = [
    { Name: "Alcohol", ParentName: "", TaxonomyLevel: 1, Confidence: 60 },
    { Name: "Alcoholic Beverages", ParentName: "Alcohol", Confidence: 80 },
    {},
  ]
  expect(found({ moderation: { ModerationLabels } }).moderation).toEqual([
    { name: "Alcoholic Beverages", parent: "Alcohol", level: 2, confidence: 80 },
    { name: "Alcohol", parent: null, level: 1, confidence: 60 },
  ])
})

it("gives well-known people of the profile's confidence, the surest first", () => {
  const CelebrityFaces = [
    { Id: "1", Name: "Ada Lovelace", MatchConfidence: 61, Urls: ["www.wikidata.org/wiki/Q7259"] },
    { Id: "2", Name: "Alan Turing", MatchConfidence: 99, Face: { BoundingBox: box(0, 0, 0.5, 1.5) } },
    { Id: "3", Name: "Nobody", MatchConfidence: 59 },
    { Name: "No id", MatchConfidence: 99 },
  ]
  expect(found({ celebrities: { CelebrityFaces } }).celebrities).toEqual([
    { id: "2", name: "Alan Turing", confidence: 99, boundingBox: { left: 0, top: 0, width: 0.5, height: 1 }, urls: [] },
    { id: "1", name: "Ada Lovelace", confidence: 61, boundingBox: null, urls: ["www.wikidata.org/wiki/Q7259"] },
  ])
})
