import { z } from "zod"
import { ownerOf } from "./profiles.ts"

/** Which photo an event is about, and where its original is: enough to read it without asking anybody. */
export const imageSchema = z
  .object({
    id: z.uuid(),
    bucket: z.string().min(1),
    key: z.string().min(1).describe("Key of the original, as it is (not URL-encoded)"),
    etag: z
      .string()
      .min(1)
      .describe("ETag of the original without quotes: what was uploaded, and not what replaced it"),
    sequencer: z.string().min(1).describe("S3's order of events for one key; compare as hexadecimal, left-padded"),
    bytes: z.int().nonnegative(),
    owner: z.string().min(1),
    profile: z.string().min(1).describe("Name of the intake profile that the key matched"),
  })
  // Without this, anybody who can put an event on the bus could act as another user.
  .refine((image): boolean => image.owner === ownerOf(image), {
    path: ["owner"],
    error: "it is not the owner of the key",
  })
export type Image = z.infer<typeof imageSchema>

export const imageExample: Image = {
  id: "0f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11",
  bucket: "photos",
  key: "private/ada/uploads/holiday/IMG_0042.jpg",
  etag: "9b2cf535f27731c974343645a3985328",
  sequencer: "0062E99A88DC407460",
  bytes: 2_481_332,
  owner: "ada",
  profile: "private-uploads",
}

/** Formats that Darkroom reads. `gif` means its first frame. */
export const formatSchema = z.enum(["jpeg", "png", "webp", "avif", "gif", "tiff", "heic"])
export type ImageFormat = z.infer<typeof formatSchema>

export const takenAtSchema = z.object({
  local: z.iso.datetime({ local: true }).describe("Wall-clock time where the photo was taken, no zone"),
  offset: z
    .string()
    .regex(/^[+-]\d\d:\d\d$/)
    .nullable()
    .describe("Offset from UTC; null where nothing tells"),
  source: z.string().describe("The tag that the local time came from, such as DateTimeOriginal"),
  offsetSource: z.enum(["tag", "gps", "unknown"]).describe("An offset tag, GPS time against local time, or nothing"),
})
export type TakenAt = z.infer<typeof takenAtSchema>

export const locationSchema = z.object({
  latitude: z.number().min(-90).max(90).describe("Decimal degrees, north positive"),
  longitude: z.number().min(-180).max(180).describe("Decimal degrees, east positive"),
  altitude: z.number().nullable().describe("Metres above sea level"),
})
export type Location = z.infer<typeof locationSchema>

export const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .nullable()
  .describe("Hexadecimal; null where S3 keeps none for the upload")

export const imageMetadataSchema = z.object({
  format: formatSchema,
  width: z.int().positive().describe("Pixels, upright"),
  height: z.int().positive().describe("Pixels, upright"),
  orientation: z.int().min(1).max(8).describe("EXIF orientation of the stored pixels; 1 is upright"),
  bytes: z.int().positive(),
  sha256: sha256Schema,
  make: z.string().nullable(),
  model: z.string().nullable(),
  lens: z.string().nullable(),
  aperture: z.number().positive().nullable().describe("f-number"),
  exposureTime: z.number().positive().nullable().describe("Seconds"),
  iso: z.number().positive().nullable(),
  focalLength: z.number().positive().nullable().describe("Millimetres"),
  takenAt: takenAtSchema.nullable(),
  location: locationSchema.nullable(),
})
export type ImageMetadata = z.infer<typeof imageMetadataSchema>

export const renditionSchema = z.object({
  name: z.string().describe("The bounding box's side in pixels"),
  bucket: z.string(),
  key: z.string(),
  contentType: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
  bytes: z.int().positive(),
})
export type Rendition = z.infer<typeof renditionSchema>

/** The steps that a profile can ask for; each is a service. All of a video is one. */
export const stepSchema = z.enum(["metadata", "tagging", "thumbnail", "categorization", "video"])
export type Step = z.infer<typeof stepSchema>
