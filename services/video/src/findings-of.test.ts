import { recognitionSettingsOf } from "@darkroom/events"
import { expect, it } from "vitest"
import { findingsOf } from "./findings-of.ts"
import { segmentsOf } from "./segments-of.ts"

const settings = recognitionSettingsOf({
  recognition: { faces: { minConfidence: 80 }, celebrities: { minConfidence: 70 } },
})
const label = (Name: string, Timestamp: number, Confidence: number) => ({ Timestamp, Label: { Name, Confidence } })

it("joins sightings that are no more than a second apart", () => {
  const seen = [0, 500, 1_500, 2_600, 2_900].map((at, index) => ({ at, confidence: 60 + index }))
  expect(segmentsOf(seen.toReversed())).toEqual([
    { start: 0, end: 1_500, confidence: 62 },
    { start: 2_600, end: 2_900, confidence: 64 },
  ])
  expect(segmentsOf([])).toEqual([])
})

it("has labels surest first, each with where it is seen and how surely at best", () => {
  const Labels = [label("Cat", 0, 60), label("Dog", 1_000, 70), label("Cat", 500, 65), label("Dog", 9_000, 95)]
  const { labels, features } = findingsOf({ labels: { Labels } }, { failed: [], settings })
  expect(features).toEqual(["labels"])
  expect(labels).toMatchObject([
    { name: "Dog", confidence: 95, segments: [{ start: 1_000, end: 1_000, confidence: 70 }, { start: 9_000 }] },
    { name: "Cat", confidence: 65, segments: [{ start: 0, end: 500, confidence: 65 }] },
  ])
})

it("counts the faces of one moment, and leaves out those that are not sure enough", () => {
  const face = (Timestamp: number, Confidence: number) => ({ Timestamp, Face: { Confidence } })
  const Faces = [face(0, 99), face(0, 90), face(0, 50), face(500, 85)]
  expect(findingsOf({ faces: { Faces } }, { failed: [], settings }).faces).toEqual({
    most: 2,
    segments: [{ start: 0, end: 500, confidence: 99 }],
  })
  expect(findingsOf({ faces: { Faces: [face(0, 20)] } }, { failed: [], settings }).faces).toBeNull()
})

it("has lines of text in the order in which they come up, and no words", () => {
  const text = (Timestamp: number, Type: "LINE" | "WORD", DetectedText: string) => ({
    Timestamp,
    TextDetection: { Type, DetectedText, Confidence: 90 },
  })
  const TextDetections = [text(2_000, "LINE", "WAY OUT"), text(0, "LINE", "EXIT"), text(0, "WORD", "EXIT")]
  const found = findingsOf({ text: { TextDetections } }, { failed: [], settings }).text
  expect(found.map((line) => line.text)).toEqual(["EXIT", "WAY OUT"])
})

it("has sensitive content by its place in the taxonomy, and well-known people that are sure enough", () => {
  const moderation = {
    ModerationLabels: [{ Timestamp: 0, ModerationLabel: { Name: "Smoking", ParentName: "Tobacco", Confidence: 80 } }],
  }
  const celebrity = (Id: string, Confidence: number) => ({ Timestamp: 0, Celebrity: { Id, Name: Id, Confidence } })
  const celebrities = { Celebrities: [celebrity("ada", 90), celebrity("bob", 60)] }
  const found = findingsOf({ moderation, celebrities }, { failed: [], settings })
  expect(found.moderation).toMatchObject([{ name: "Smoking", parent: "Tobacco", level: 2 }])
  expect(found.celebrities.map(({ id }) => id)).toEqual(["ada"])
})

it("takes nothing for an answer that Rekognition left out", () => {
  const odd = { labels: { Labels: [{}, { Label: {} }] }, celebrities: { Celebrities: [{ Celebrity: { Name: "x" } }] } }
  const found = findingsOf(odd, { failed: [], settings })
  expect([found.labels, found.celebrities]).toEqual([[], []])
})
