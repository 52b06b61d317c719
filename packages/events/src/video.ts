import { z } from "zod"
import { celebritySchema, featureFailureSchema, featureSchema, moderationLabelSchema } from "./findings.ts"
import { type Image, imageSchema, locationSchema, sha256Schema, takenAtSchema } from "./image.ts"
import { labelSchema } from "./label.ts"

/** Which video an event is about, and where its original is. What becomes of an original is the same for photos and videos. */
export const videoSchema = imageSchema
export type Video = Image

export const videoExample: Video = {
  id: "3c5d1a52-6f0b-5b0a-9d57-5e1f0f8f2c41",
  bucket: "photos",
  key: "private/ada/uploads/holiday/MVI_0007.mov",
  etag: "1f5b7f0a4c3f4dc3b7a7c0a5f0f8a9b2-3",
  sequencer: "0062E99A88DC407461",
  bytes: 21_404_877,
  owner: "ada",
  profile: "private-uploads",
}

/** Containers that Darkroom reads, told by their content. `mp4` includes M4V and 3GP. */
export const videoContainerSchema = z.enum(["mp4", "mov", "webm", "mkv"])
export type VideoContainer = z.infer<typeof videoContainerSchema>

const milliseconds = z.int().nonnegative().describe("Milliseconds from the beginning")

export const videoMetadataSchema = z.object({
  container: videoContainerSchema,
  codec: z.string().min(1).describe("Of the pictures, by FFmpeg's name, such as h264, hevc or vp9"),
  audioCodec: z.string().min(1).nullable().describe("Likewise; null where there is no sound"),
  width: z.int().positive().describe("Pixels, upright"),
  height: z.int().positive().describe("Pixels, upright"),
  rotation: z
    .union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)])
    .describe("Degrees clockwise by which players turn the stored pictures"),
  duration: z.int().nonnegative().describe("Milliseconds"),
  frameRate: z.number().positive().nullable().describe("Pictures a second; null where nothing tells"),
  bytes: z.int().positive(),
  sha256: sha256Schema.default(null),
  make: z.string().nullable(),
  model: z.string().nullable(),
  takenAt: takenAtSchema.nullable(),
  location: locationSchema.nullable(),
})
export type VideoMetadata = z.infer<typeof videoMetadataSchema>

export const segmentSchema = z
  .object({
    start: milliseconds,
    end: milliseconds,
    confidence: z.number().min(0).max(100).describe("Per cent, at best"),
  })
  .describe("A stretch of the video, both ends included")
export type Segment = z.infer<typeof segmentSchema>

const segments = z.array(segmentSchema).min(1).describe("Where it is seen, in order, none overlapping")

export const videoLabelSchema = labelSchema.omit({ instances: true }).extend({ segments })
export type VideoLabel = z.infer<typeof videoLabelSchema>

export const videoTextSchema = z.object({
  text: z.string().describe("A line"),
  confidence: z.number().min(0).max(100).describe("Per cent, at best"),
  segments,
})
export type VideoText = z.infer<typeof videoTextSchema>

/** Everything seen in one video. What is not among `features` says nothing. */
export const videoFindingsSchema = z.object({
  features: z.array(featureSchema).describe("What was asked and answered"),
  failed: z.array(featureFailureSchema).describe("What was asked and could not be answered, for good"),
  labels: z.array(videoLabelSchema).describe("Surest first"),
  faces: z
    .object({ most: z.int().positive().describe("As many at once, at the most"), segments })
    .nullable()
    .describe("Null where there are none"),
  text: z.array(videoTextSchema).describe("In the order in which they come up"),
  moderation: z.array(moderationLabelSchema.extend({ segments })).describe("Surest first"),
  celebrities: z.array(celebritySchema.omit({ boundingBox: true }).extend({ segments })).describe("Surest first"),
})
export type VideoFindings = z.infer<typeof videoFindingsSchema>
