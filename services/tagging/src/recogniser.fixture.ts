import {
  type DarkroomEvent,
  type Feature,
  type Image,
  type ImageMetadata,
  MetadataExtracted,
  type Origin,
  RecognitionRequested,
} from "@darkroom/events"
import type { Documents, StoredDocument } from "@darkroom/lambda"
import type { Answers } from "./answers.ts"
import type { Rekognition, TaggingDeps } from "./deps.ts"

const SMALL = { width: 1_600, height: 1_200, orientation: 1, bytes: 400_000, format: "jpeg" } as const
const { example } = MetadataExtracted
let numbers = 0

/** An image of that profile, each time another. */
export function imageOf(profile = "images", key = "images/dog.jpg"): Image {
  const id = `0f3f9d9a-8e0b-5f0e-8a49-${String(++numbers).padStart(12, "0")}`
  return { ...example.image, id, key, profile, owner: "shared" }
}

export function extracted(image: Image, metadata: Partial<ImageMetadata> = {}): MetadataExtracted {
  return MetadataExtracted.create(
    { image, metadata: { ...example.metadata, ...SMALL, ...metadata } },
    provenance(image.id, "upload"),
  )
}

/** `run` tells several requests for one image apart. */
export function requested(image: Image, features: Feature[], run = "1"): RecognitionRequested {
  const data = { image, metadata: { ...example.metadata, ...SMALL }, features }
  return RecognitionRequested.create(
    data,
    provenance(`${image.id.slice(0, 24)}${run.padStart(12, "9")}`, "reprocess", image.id),
  )
}

function provenance(id: string, origin: Origin, groupKey = id) {
  return { id, origin, groupKey, time: new Date("2026-11-21T09:30:00Z") }
}

/** The same event, as a replay delivers it. */
export function replayed<Event extends DarkroomEvent>(event: Event, replayName: string): Event {
  return { ...event, replayName }
}

export const answersExample: Answers = {
  labels: { Labels: [{ Name: "Dog", Confidence: 97.4 }], LabelModelVersion: "3.0" },
  faces: { FaceDetails: [{ Confidence: 99, BoundingBox: { Left: 0.1, Top: 0.1, Width: 0.2, Height: 0.2 } }] },
  text: { TextDetections: [{ Id: 0, Type: "LINE", DetectedText: "STOP", Confidence: 98 }] },
  moderation: { ModerationLabels: [{ Name: "Alcohol", ParentName: "", TaxonomyLevel: 1, Confidence: 80 }] },
  celebrities: { CelebrityFaces: [{ Id: "1a", Name: "Ada Lovelace", MatchConfidence: 95 }] },
}

/** What each feature is answered, or the error that it fails with. */
export type Script = { -readonly [F in Feature]?: Answers[F] | Error }

export interface Call {
  readonly feature: Feature
  readonly input: Record<string, unknown>
}

export interface TestRecogniser {
  readonly deps: TaggingDeps
  readonly calls: Call[]
  /** The features that were asked for since the last time. */
  asked(): Feature[]
  readonly script: Script
  readonly documents: MemoryDocuments
}

export function recogniser({
  script = {},
  original = Buffer.alloc(1),
}: { script?: Script; original?: Uint8Array | null } = {}): TestRecogniser {
  const calls: Call[] = []
  let told = 0
  const documents = memoryDocuments()
  const answer =
    <F extends Feature>(feature: F) =>
    async (input: object): Promise<Answers[F]> => {
      calls.push({ feature, input: input as Call["input"] })
      const scripted = script[feature]
      if (scripted instanceof Error) throw scripted
      return { $metadata: { httpStatusCode: 200 }, ...((scripted ?? answersExample[feature]) as Answers[F]) }
    }
  const rekognition: Rekognition = {
    detectLabels: answer("labels"),
    detectFaces: answer("faces"),
    detectText: answer("text"),
    detectModerationLabels: answer("moderation"),
    recognizeCelebrities: answer("celebrities"),
  }
  const deps: TaggingDeps = {
    locate: async (image) => (original === null ? undefined : image),
    readOriginal: async () => original ?? undefined,
    rekognition,
    documents,
    documentsBucket: () => "output",
  }
  const asked = () => calls.slice(told, (told = calls.length)).map(({ feature }) => feature)
  return { deps, calls, asked, script, documents }
}

export interface MemoryDocuments extends Documents {
  readonly objects: Map<string, StoredDocument>
  /** Runs once, before the next write looks at what is there. */
  beforeWrite(task: () => Promise<unknown>): void
}

/** S3's conditional writes in memory. */
function memoryDocuments(): MemoryDocuments {
  const objects = new Map<string, StoredDocument>()
  let versions = 0
  let task: (() => Promise<unknown>) | undefined
  return {
    objects,
    beforeWrite: (next) => void (task = next),
    read: async (key) => structuredClone(objects.get(key)),
    remove: async (key) => void objects.delete(key),
    async write(key, document, replaces) {
      const before = task
      task = undefined
      await before?.()
      if (objects.get(key)?.etag !== replaces) return false
      objects.set(key, { ...(JSON.parse(JSON.stringify(document)) as StoredDocument), etag: `"${++versions}"` })
      return true
    },
  }
}

export function rekognitionError(name: string): Error {
  return Object.assign(new Error("from Rekognition"), { name })
}
