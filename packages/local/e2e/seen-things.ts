import type { DetectedFace, DetectedLabel, SeenModeration, SeenText } from "@darkroom/vision"
import type { TestRecogniser } from "./harness.ts"

/** What a recogniser that looks at nothing sees. */
export interface Scene {
  labels: readonly DetectedLabel[]
  faces: readonly DetectedFace[]
  text: readonly SeenText[]
  moderation: readonly SeenModeration[]
}

export type Look = keyof Scene | "colors"

/** A recogniser that sees what `scene` holds at the time, and counts how often it is asked for what. */
export function sceneRecogniser(scene: Scene) {
  const asked: Record<Look, number> = { labels: 0, faces: 0, text: 0, moderation: 0, colors: 0 }
  const failing = new Map<Look, () => Error>()
  const look = async <Seen>(what: Look, seen: () => Seen): Promise<Seen> => {
    asked[what]++
    const failure = failing.get(what)
    if (failure) throw failure()
    return seen()
  }
  const recogniser: TestRecogniser = {
    detectLabels: () => look("labels", () => [...scene.labels]),
    detectFaces: () => look("faces", () => scene.faces),
    detectText: () => look("text", () => scene.text),
    detectModerationLabels: () => look("moderation", () => scene.moderation),
    imageProperties: () => look("colors", () => properties),
    close: async () => {},
  }
  return { recogniser, asked, failing }
}

const properties = {
  quality: { brightness: 50, sharpness: 50, contrast: 50 },
  dominantColors: [
    {
      red: 68,
      green: 102,
      blue: 136,
      hexCode: "#446688",
      cssColor: "steelblue",
      simplifiedColor: "blue",
      pixelPercent: 60,
    },
    {
      red: 255,
      green: 255,
      blue: 255,
      hexCode: "#ffffff",
      cssColor: "white",
      simplifiedColor: "white",
      pixelPercent: 40,
    },
  ],
}

const box = { left: 0.25, top: 0.25, width: 0.5, height: 0.5 }

/** A label with a box around a quarter of the picture. */
export function label(name: string, confidence: number, more: Partial<DetectedLabel> = {}): DetectedLabel {
  const instances = [{ confidence, boundingBox: box }]
  return { name, confidence, parents: [], categories: [], aliases: [], instances, ...more }
}

export function face(confidence = 99): DetectedFace {
  const landmarks = [
    { type: "eyeLeft", x: 0.4, y: 0.4 },
    { type: "eyeRight", x: 0.6, y: 0.4 },
  ]
  const pose = { roll: 1, yaw: 2, pitch: 3 }
  return { confidence, boundingBox: box, landmarks, pose, quality: { brightness: 60, sharpness: 70 } }
}

/** A line with its words, as Rekognition numbers them; several of them have each its place under the last. */
export function lines(...texts: readonly string[]): SeenText[] {
  const seen = (text: string, row: number) => {
    const boundingBox = { left: 0.1, top: 0.1 * (row + 1), width: 0.8, height: 0.08 }
    const { left, top, width, height } = boundingBox
    const corners = [
      { x: left, y: top },
      { x: left + width, y: top },
      { x: left + width, y: top + height },
      { x: left, y: top + height },
    ]
    return { text, confidence: 98, boundingBox, polygon: corners }
  }
  const found: SeenText[] = texts.map((text, id) => ({ id, type: "LINE", ...seen(text, id) }))
  const words = texts.flatMap((text, parentId) => text.split(" ").map((word) => ({ parentId, word })))
  return [
    ...found,
    ...words.map(({ parentId, word }, index): SeenText => {
      return { id: texts.length + index, parentId, type: "WORD", ...seen(word, parentId) }
    }),
  ]
}
