import { z } from "zod"
import { boundingBoxSchema, labelSchema } from "./label.ts"

/** What Rekognition can be asked about an image; each is a call of its own. Dominant colours come with the labels. */
export const featureSchema = z.enum(["labels", "faces", "text", "moderation", "celebrities"])
export type Feature = z.infer<typeof featureSchema>

const confidence = z.number().min(0).max(100).describe("Per cent")
const box = boundingBoxSchema.describe("Ratios of the upright image's width and height")
const pointSchema = z
  .object({ x: z.number(), y: z.number() })
  .describe("Ratios of the upright image's width and height")

export const faceSchema = z.object({
  confidence,
  boundingBox: box,
  landmarks: z.array(z.object({ type: z.string(), x: z.number(), y: z.number() })),
  pose: z.object({ roll: z.number(), yaw: z.number(), pitch: z.number() }).nullable().describe("Degrees"),
  quality: z.object({ brightness: z.number(), sharpness: z.number() }).nullable().describe("0 to 100 each"),
  ageRange: z.object({ low: z.int(), high: z.int() }).nullable().describe("Years"),
  emotions: z.array(z.object({ type: z.string(), confidence })).describe("Surest first"),
  attributes: z
    .array(z.object({ type: z.string(), value: z.string(), confidence }))
    .describe("What else the profile asked for: Smile true, Gender Female ..."),
})
export type Face = z.infer<typeof faceSchema>

export const textSchema = z.object({
  id: z.int().nonnegative(),
  parentId: z.int().nonnegative().nullable().describe("The line of a word"),
  type: z.enum(["line", "word"]),
  text: z.string(),
  confidence,
  boundingBox: box,
  polygon: z.array(pointSchema).describe("Tighter than the box where the text is slanted"),
})
export type DetectedText = z.infer<typeof textSchema>

export const moderationLabelSchema = z.object({
  name: z.string().min(1),
  parent: z.string().nullable().describe("The label one level up in the taxonomy"),
  level: z.int().min(1).describe("1 is the top of the taxonomy"),
  confidence,
})
export type ModerationLabel = z.infer<typeof moderationLabelSchema>

export const celebritySchema = z.object({
  id: z.string(),
  name: z.string(),
  confidence,
  boundingBox: box.nullable(),
  urls: z.array(z.string()),
})
export type Celebrity = z.infer<typeof celebritySchema>

export const colorSchema = z.object({
  hex: z.string().regex(/^#[0-9a-f]{6}$/),
  name: z.string().describe("CSS's name of it"),
  simplified: z.string().describe("One of Rekognition's basic colours"),
  share: z.number().min(0).max(100).describe("Per cent of the pixels"),
})
export type Color = z.infer<typeof colorSchema>

export const featureFailureSchema = z.object({
  feature: featureSchema,
  code: z.string().describe("Rekognition's error, such as AccessDeniedException"),
  message: z.string().describe("A sentence for the owner"),
})
export type FeatureFailure = z.infer<typeof featureFailureSchema>

/** Everything seen in one image. A list whose feature is not among `features` says nothing. */
export const findingsSchema = z.object({
  features: z.array(featureSchema).default(["labels"]).describe("What was asked and answered"),
  failed: z.array(featureFailureSchema).default([]).describe("What was asked and could not be answered, for good"),
  labels: z.array(labelSchema).describe("Every label that Rekognition gave; thresholds apply on reading"),
  colors: z.array(colorSchema).default([]).describe("Dominant colours, most frequent first"),
  faces: z.array(faceSchema).default([]).describe("Largest first"),
  text: z.array(textSchema).default([]).describe("Lines and words, in the order of reading"),
  moderation: z.array(moderationLabelSchema).default([]).describe("Surest first"),
  celebrities: z.array(celebritySchema).default([]).describe("Surest first"),
})
export type Findings = z.infer<typeof findingsSchema>
