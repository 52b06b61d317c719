import { type ImageMetadata, type Label, MetadataExtracted } from "@darkroom/events"
import type { Facts } from "./facts.ts"

export const metadata: ImageMetadata = MetadataExtracted.example.metadata

/** What is known of a photo on which nothing was seen. */
export function factsWith(changes: Partial<Facts> = {}): Facts {
  return {
    features: ["labels", "faces", "text", "moderation", "celebrities"],
    failed: [],
    labels: [],
    faces: [],
    text: [],
    moderation: [],
    celebrities: [],
    metadata,
    ...changes,
  }
}

export const boxOf = (width: number, height: number) => ({ left: 0, top: 0, width, height })

/** A label with a box for each of `boxes`, as sure as the label. */
export function label(
  name: string,
  confidence: number,
  { boxes = [], ...rest }: Partial<Label> & { boxes?: readonly (readonly [number, number])[] } = {},
): Label {
  const instances = boxes.map(([width, height]) => ({ confidence, boundingBox: boxOf(width, height) }))
  return { name, confidence, parents: [], categories: [], instances, ...rest }
}

export function face(confidence: number, width = 0.1, height = 0.1): Facts["faces"][number] {
  const boundingBox = boxOf(width, height)
  return {
    confidence,
    boundingBox,
    landmarks: [],
    pose: null,
    quality: null,
    ageRange: null,
    emotions: [],
    attributes: [],
  }
}

export function line(text: string, confidence = 99, type: "line" | "word" = "line"): Facts["text"][number] {
  return { id: 0, parentId: null, type, text, confidence, boundingBox: boxOf(0.5, 0.1), polygon: [] }
}

export function unsafe(name: string, confidence: number, parent: string | null = null): Facts["moderation"][number] {
  return { name, parent, level: parent === null ? 1 : 2, confidence }
}
