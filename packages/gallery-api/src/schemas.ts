import { z } from "zod"

/** Seconds and milliseconds are nobody's business here: every time is an ISO 8601 date in UTC. */
const time = z.iso.datetime()
const id = z.string().min(1).max(128)

export const errorSchema = z.object({
  error: z.object({
    code: z.enum([
      "Unauthorized",
      "Forbidden",
      "NotFound",
      "Invalid",
      "Conflict",
      "LimitReached",
      "TooLarge",
      "Internal",
    ]),
    message: z.string().describe("One sentence for the person who sees it"),
    details: z.unknown().optional(),
  }),
})
export type ApiError = z.infer<typeof errorSchema>["error"]

export const thumbnailSchema = z.object({
  width: z.int().positive(),
  height: z.int().positive(),
  url: z.url().describe("Presigned; the same for an hour, so that browsers keep what it gave"),
})
export type Thumbnail = z.infer<typeof thumbnailSchema>

export const limitsSchema = z.object({
  photosPerDay: z.int(),
  bytesPerDay: z.int(),
  parallelUploads: z.int(),
  bytesPerPhoto: z.int(),
  bytesPerVideo: z.int(),
})

export const meSchema = z.object({
  userId: z.string(),
  limits: limitsSchema,
  used: z.object({ photos: z.int(), bytes: z.int(), uploads: z.int().describe("Under way") }),
  resetsAt: time.describe("When the day's limits open again"),
  operator: z.boolean().describe("Whether the caller may look after backfills"),
})
export type Me = z.infer<typeof meSchema>

export const albumNameSchema = z.object({ name: z.string().trim().min(1).max(100) })
export const albumSchema = z.object({
  albumId: id,
  name: z.string(),
  createdAt: time,
  photos: z.int().nonnegative(),
  cover: thumbnailSchema.nullable(),
})
export type Album = z.infer<typeof albumSchema>
export const albumsSchema = z.object({ albums: z.array(albumSchema) })

export const uploadRequestSchema = z.object({
  files: z
    .array(
      z.object({
        clientId: id.describe("The caller's own name for the file, given back"),
        name: z.string().min(1).max(1000),
        size: z.int().positive().describe("Bytes"),
        contentType: z.string().max(200),
        sha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .describe("Hexadecimal"),
        albumId: id.optional(),
      }),
    )
    .min(1)
    .max(100),
})
export type UploadRequest = z.infer<typeof uploadRequestSchema>

export const signedUploadSchema = z.object({
  clientId: id,
  uploadId: id,
  key: z.string(),
  url: z.url(),
  fields: z.record(z.string(), z.string()).describe("Of the form, before the file"),
  expiresAt: time,
})
export const uploadsSchema = z.object({
  uploads: z.array(
    z.union([
      signedUploadSchema,
      z.object({ clientId: id, duplicateOf: id.describe("The caller's photo with the same bytes") }),
      z.object({ clientId: id, error: errorSchema.shape.error }),
    ]),
  ),
})
export type Uploads = z.infer<typeof uploadsSchema>
export type SignedUpload = z.infer<typeof signedUploadSchema>

export const stepSchema = z.enum(["metadata", "tagging", "thumbnail", "categorization", "video"])
export const statusSchema = z.enum(["processing", "processed", "rejected", "failed"])

export const takenAtSchema = z.object({
  local: z.string().describe("Wall-clock time where it was taken"),
  offset: z.string().nullable().describe("From UTC; null where nothing tells"),
})

export const mediaSchema = z.enum(["photo", "video"])
export type Media = z.infer<typeof mediaSchema>

export const photoSummarySchema = z.object({
  photoId: id,
  media: mediaSchema.describe("A video is all that a photo is; its thumbnails are of one picture of it"),
  duration: z.int().nonnegative().nullable().describe("Of a video, in milliseconds; null of photos, and until known"),
  uploadId: id.nullable().describe("Of the reservation that it came with; null for photos that came another way"),
  name: z.string(),
  status: statusSchema,
  uploadedAt: time,
  takenAt: takenAtSchema.nullable(),
  width: z.int().positive().nullable().describe("Pixels, upright; null until known"),
  height: z.int().positive().nullable(),
  thumbhash: z.string().nullable().describe("Base64"),
  dominantColor: z.string().nullable(),
  labels: z
    .array(z.object({ name: z.string() }))
    .optional()
    .describe("The surest three"),
  thumbnails: z.array(thumbnailSchema),
  steps: z.array(z.object({ step: stepSchema, state: z.enum(["done", "waiting", "failed"]) })),
  problem: z
    .object({
      step: z.string(),
      code: z.string(),
      message: z.string().describe("One sentence for the owner"),
      retryable: z.boolean(),
    })
    .nullable(),
  sha256: z.string().nullable().describe("Of the original, hexadecimal; null until known"),
})
export type PhotoSummary = z.infer<typeof photoSummarySchema>

export const photosQuerySchema = z.object({
  albumId: id.optional(),
  label: z.string().min(1).max(100).optional(),
  minConfidence: z.coerce.number().min(0).max(100).optional().describe("Per cent"),
  camera: z.string().min(1).max(200).optional(),
  from: z.iso.date().optional().describe("First day on which it was taken, or uploaded where nothing tells"),
  to: z.iso.date().optional().describe("Last day"),
  near: z
    .string()
    .regex(/^-?\d+(\.\d+)?,-?\d+(\.\d+)?$/)
    .optional()
    .describe("Latitude and longitude in degrees"),
  radiusKm: z.coerce.number().positive().max(20_040).optional().describe("Default 10"),
  text: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("In file names, labels, cameras, text that was read, and names of what else was seen"),
  status: statusSchema.optional(),
  media: mediaSchema.optional(),
  limit: z.coerce.number().int().min(1).max(100).optional().describe("Default 50"),
  cursor: z.string().max(2000).optional(),
})
export type PhotosQuery = z.input<typeof photosQuerySchema>

export const photosSchema = z.object({ photos: z.array(photoSummarySchema), cursor: z.string().nullable() })
export type Photos = z.infer<typeof photosSchema>

export const boxSchema = z
  .object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() })
  .describe("Shares of the upright photo's width and height")
export const segmentSchema = z.object({
  start: z.int().nonnegative().describe("Milliseconds from the beginning"),
  end: z.int().nonnegative().describe("Likewise, included"),
  confidence: z.number().describe("Per cent, at best"),
})
export type Segment = z.infer<typeof segmentSchema>
const segments = z.array(segmentSchema).describe("When it is seen, in order")

export const photoLabelSchema = z.object({
  name: z.string(),
  confidence: z.number().describe("Per cent"),
  parents: z.array(z.string()),
  categories: z.array(z.string()),
  instances: z.array(z.object({ confidence: z.number(), box: boxSchema })),
  segments: segments.optional().describe("Of a video: when it is seen, in order"),
})
export type PhotoLabel = z.infer<typeof photoLabelSchema>

const confidence = z.number().describe("Per cent")

export const photoFaceSchema = z.object({
  confidence,
  box: boxSchema,
  ageRange: z.object({ low: z.int(), high: z.int() }).nullable().describe("Years; null where nothing tells"),
  emotions: z.array(z.object({ name: z.string(), confidence })).describe("Surest first"),
  attributes: z.array(z.object({ name: z.string(), confidence })).describe("What was seen of it, such as Eyeglasses"),
})
export type PhotoFace = z.infer<typeof photoFaceSchema>

export const photoTextSchema = z.object({
  text: z.string(),
  confidence,
  box: boxSchema,
  polygon: z
    .array(z.object({ x: z.number(), y: z.number() }))
    .describe("Corners of slanted text, as shares like the box"),
})
export type PhotoText = z.infer<typeof photoTextSchema>

export const photoModerationSchema = z.object({
  name: z.string(),
  parent: z.string().nullable(),
  confidence,
})
export type PhotoModeration = z.infer<typeof photoModerationSchema>

export const photoCelebritySchema = z.object({
  name: z.string(),
  confidence,
  box: boxSchema.nullable(),
  urls: z.array(z.string()),
})
export type PhotoCelebrity = z.infer<typeof photoCelebritySchema>

export const photoColorSchema = z.object({
  hex: z.string().regex(/^#[0-9a-f]{6}$/),
  name: z.string().describe("The closest of CSS's basic names"),
  share: z.number().describe("Per cent of the pixels"),
})
export type PhotoColor = z.infer<typeof photoColorSchema>

const seen = { confidence, segments }

/** What a video is, and what is seen in it besides labels; a list is there only where it was asked for and answered. */
export const videoSchema = z.object({
  codec: z.string().describe("Of the pictures, such as h264"),
  audioCodec: z.string().nullable().describe("Null where there is no sound"),
  frameRate: z.number().nullable().describe("Pictures a second; null where nothing tells"),
  rotation: z.int().describe("Degrees clockwise by which players turn the pictures"),
  contentType: z.string().describe("As which it is played"),
  skipped: z
    .string()
    .nullable()
    .describe("Why nothing was looked for in it, a sentence; null where something was, or will be"),
  play: z.url().nullable().describe("Presigned, to be played in place; null where the original cannot be read"),
  faces: z
    .object({ most: z.int().positive().describe("At once, at the most"), segments })
    .nullable()
    .optional()
    .describe("Null where there are none"),
  text: z
    .array(z.object({ text: z.string(), ...seen }))
    .optional()
    .describe("Lines, in the order in which they come up"),
  moderation: z
    .array(z.object({ name: z.string(), parent: z.string().nullable(), ...seen }))
    .optional()
    .describe("Surest first; an empty list is a clean video"),
  celebrities: z
    .array(z.object({ name: z.string(), urls: z.array(z.string()), ...seen }))
    .optional()
    .describe("Surest first"),
})
export type VideoFacts = z.infer<typeof videoSchema>

export const trailEntrySchema = z.object({
  eventId: z.string(),
  type: z.string(),
  source: z.string(),
  time,
  causationId: z.string().nullable(),
  correlationId: z.string(),
  origin: z.enum(["upload", "backfill", "replay", "reprocess"]),
  attempt: z.int().positive(),
  note: z.string().optional(),
})
export type TrailEntry = z.infer<typeof trailEntrySchema>

export const photoDetailSchema = photoSummarySchema.extend({
  key: z.string(),
  bytes: z.int().nonnegative(),
  format: z.string().nullable(),
  camera: z
    .object({
      make: z.string().nullable(),
      model: z.string().nullable(),
      lens: z.string().nullable(),
      aperture: z.number().nullable(),
      exposureTime: z.number().nullable().describe("Seconds"),
      iso: z.number().nullable(),
      focalLength: z.number().nullable().describe("Millimetres"),
    })
    .nullable(),
  location: z.object({ latitude: z.number(), longitude: z.number(), altitude: z.number().nullable() }).nullable(),
  labels: z.array(photoLabelSchema).describe("Surest first"),
  // What the photo's profile did not ask for is not there.
  faces: z.array(photoFaceSchema).optional().describe("Largest first"),
  text: z.array(photoTextSchema).optional().describe("Lines, in the order of reading"),
  moderation: z.array(photoModerationSchema).optional().describe("Surest first; an empty list is a clean photo"),
  celebrities: z.array(photoCelebritySchema).optional().describe("Surest first"),
  colors: z.array(photoColorSchema).optional().describe("Most frequent first"),
  video: videoSchema.nullable().describe("Of a video that was read; null of photos"),
  missing: z
    .array(z.object({ feature: z.string(), message: z.string().describe("One sentence for the owner") }))
    .optional()
    .describe("What was asked for and could not be looked for"),
  decision: z
    .object({ category: z.enum(["success", "failure", "review"]), reason: z.string(), rules: z.string() })
    .nullable()
    .describe("What the profile's rules made of it; null where it has none, or not yet"),
  archived: z
    .object({ since: time, until: time.nullable().describe("Until when a restored copy can be read") })
    .nullable()
    .describe("The original is in an archive and has to be restored before it can be read"),
  albums: z.array(z.object({ albumId: id, name: z.string() })),
  downloads: z.object({
    original: z.url().nullable(),
    renditions: z.array(z.object({ name: z.string(), url: z.url() })),
  }),
  trail: z.array(trailEntrySchema).describe("Oldest first"),
})
export type PhotoDetail = z.infer<typeof photoDetailSchema>

export const retrySchema = z.object({ step: z.string().min(1).max(50) })
export const retryAllSchema = z.object({ service: z.string().min(1).max(50), class: z.string().min(1).max(50) })
export const retriedSchema = z.object({ photos: z.int().nonnegative() })

export const facetsSchema = z.object({
  labels: z.array(z.object({ name: z.string(), count: z.int() })),
  cameras: z.array(z.object({ name: z.string(), count: z.int() })),
  total: z.int(),
  videos: z.int().describe("Of the total"),
  processing: z.int(),
  failed: z.int(),
})
export type Facets = z.infer<typeof facetsSchema>

export const backfillSchema = z.object({
  backfillId: id,
  source: z.object({
    kind: z.enum(["prefix", "csv", "inventory", "batch"]),
    name: z.string().describe("Its address, s3://bucket/key, or the job's id"),
  }),
  state: z.enum(["running", "paused", "completed", "cancelled", "failed"]),
  rate: z.number().positive().describe("Objects a second, at the most"),
  counts: z.object({
    rows: z.int().describe("Read so far"),
    emitted: z.int().describe("Objects that ingest was told of"),
    malformed: z.int().describe("Rows that name no object"),
    foreign: z.int().describe("Objects that no intake profile takes"),
    skipped: z.int().describe("Of those emitted, what was there already, is gone or cannot be read"),
  }),
  waiting: z.boolean().describe("It reads nothing for now: what it found waits to be processed"),
  done: z.number().min(0).max(1).nullable().describe("Share of the source that was read; null where nothing tells"),
  startedAt: time,
  endedAt: time.nullable(),
  message: z.string().nullable().describe("Why it cannot go on, a sentence"),
  report: z.url().nullable().describe("Presigned: each row that was not taken, and why; null where there is none yet"),
})
export type Backfill = z.infer<typeof backfillSchema>
export const backfillsSchema = z.object({ backfills: z.array(backfillSchema) })
export const backfillRateSchema = z.object({
  rate: z.number().min(0.1).max(10_000).describe("Objects a second, at the most"),
})

export const backfillParams = z.object({ backfillId: id })
export const albumParams = z.object({ albumId: id })
export const photoParams = z.object({ photoId: id })
export const albumPhotoParams = z.object({ albumId: id, photoId: id })
export const uploadParams = z.object({ uploadId: id })
