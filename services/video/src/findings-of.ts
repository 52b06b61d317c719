import type {
  CelebrityRecognition,
  ContentModerationDetection,
  FaceDetection,
  LabelDetection,
  TextDetectionResult,
} from "@aws-sdk/client-rekognition"
import { type FeatureFailure, featureSchema, type VideoFindings, type RecognitionSettings } from "@darkroom/events"
import type { Answers } from "./answers.ts"
import { bySegments, segmentsOf } from "./segments-of.ts"

/** Everything that Rekognition saw, in Darkroom's words and order, what was seen again and again as stretches of time. */
export function findingsOf(
  answers: Answers,
  { failed, settings }: { failed: readonly FeatureFailure[]; settings: RecognitionSettings },
): VideoFindings {
  const features = featureSchema.options.filter((feature) => answers[feature] !== undefined)
  return {
    features,
    failed: failed.filter(({ feature }) => !features.includes(feature)),
    labels: surest(bySegments((answers.labels?.Labels ?? []).flatMap(labelIn))),
    faces: facesIn(answers.faces?.Faces ?? [], settings.faces),
    text: bySegments((answers.text?.TextDetections ?? []).flatMap(lineIn)),
    moderation: surest(bySegments((answers.moderation?.ModerationLabels ?? []).flatMap(moderationLabelIn))),
    celebrities: surest(
      bySegments((answers.celebrities?.Celebrities ?? []).flatMap(celebrityIn)).filter(sure(settings.celebrities)),
    ),
  }
}

/** Surest first; equals stay in the order in which they come up. */
function surest<Item extends { readonly confidence: number }>(items: readonly Item[]): Item[] {
  return items.toSorted((one, other) => other.confidence - one.confidence)
}

function sure({ minConfidence }: { readonly minConfidence: number }) {
  return ({ confidence }: { readonly confidence: number }) => confidence >= minConfidence
}

function labelIn({ Timestamp, Label }: LabelDetection) {
  if (!Label?.Name) return []
  const namesOf = (named: readonly { Name?: string | undefined }[] = []) =>
    named.flatMap(({ Name }) => (Name ? [Name] : []))
  const item = {
    name: Label.Name,
    confidence: percent(Label.Confidence),
    parents: namesOf(Label.Parents),
    categories: namesOf(Label.Categories),
  }
  return [{ key: Label.Name, at: time(Timestamp), item }]
}

/** How many at once are those of one moment: Rekognition does not tell one person from another here. */
function facesIn(detections: readonly FaceDetection[], settings: RecognitionSettings["faces"]): VideoFindings["faces"] {
  const faces = detections
    .map(({ Timestamp, Face }) => ({ at: time(Timestamp), confidence: percent(Face?.Confidence) }))
    .filter(sure(settings))
  if (faces.length === 0) return null
  const most = Math.max(...[...Map.groupBy(faces, ({ at }) => at).values()].map(({ length }) => length))
  return { most, segments: segmentsOf(faces) }
}

function lineIn({ Timestamp, TextDetection: detection }: TextDetectionResult) {
  const text = detection?.DetectedText
  if (detection?.Type !== "LINE" || !text) return []
  return [{ key: text, at: time(Timestamp), item: { text, confidence: percent(detection.Confidence) } }]
}

function moderationLabelIn({ Timestamp, ModerationLabel: label }: ContentModerationDetection) {
  if (!label?.Name) return []
  const parent = label.ParentName || null
  const level = label.TaxonomyLevel || (parent === null ? 1 : 2)
  const item = { name: label.Name, parent, level, confidence: percent(label.Confidence) }
  return [{ key: label.Name, at: time(Timestamp), item }]
}

function celebrityIn({ Timestamp, Celebrity: celebrity }: CelebrityRecognition) {
  const { Id: id, Name: name, Confidence, Urls = [] } = celebrity ?? {}
  if (id === undefined || name === undefined) return []
  return [{ key: id, at: time(Timestamp), item: { id, name, confidence: percent(Confidence), urls: [...Urls] } }]
}

/** Milliseconds. */
function time(timestamp = 0): number {
  return Math.max(0, Math.round(timestamp))
}

function percent(value = 0): number {
  return Math.min(100, Math.max(0, value))
}
