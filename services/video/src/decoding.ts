import { posterSchema, videoContainerSchema, videoMetadataSchema } from "@darkroom/events"
import { z } from "zod"

// What passes between the functions that have permissions and those that decode, which have none.

/** A request to S3 that is allowed by its URL and these headers, which are signed with it. */
const signedRequestSchema = z.object({ url: z.url(), headers: z.record(z.string(), z.string()) })
export type SignedRequest = z.infer<typeof signedRequestSchema>

const originalSchema = signedRequestSchema.extend({ container: videoContainerSchema, bytes: z.int().positive() })
export type SignedOriginal = z.infer<typeof originalSchema>

export const lookRequestSchema = z.object({
  original: originalSchema,
  sizes: z.array(z.int().positive()).describe("Of the poster, in pixels, smallest first; empty where none is wanted"),
})
export type LookRequest = z.infer<typeof lookRequestSchema>

const note = z
  .string()
  .transform((text) => text.slice(0, 1000))
  .nullable()
/** Characters of JSON. It goes into an event, and a decoder that was taken over may answer anything. */
const MOST_METADATA = 20_000

export const lookedSchema = z.object({
  metadata: videoMetadataSchema
    .omit({ container: true, bytes: true, sha256: true })
    .extend({ make: note, model: note })
    .refine((metadata) => JSON.stringify(metadata).length <= MOST_METADATA, "too much of it"),
  poster: posterSchema
    .omit({ renditions: true })
    .extend({
      thumbhash: z.base64().max(100),
      pictures: z
        .array(
          z.object({
            data: z.base64().describe("A WebP"),
            width: z.int().positive(),
            height: z.int().positive(),
          }),
        )
        .describe("One a size, in the order of the request"),
    })
    .nullable(),
})
export type Looked = z.infer<typeof lookedSchema>

export const copyRequestSchema = z.object({
  original: originalSchema,
  upload: signedRequestSchema.describe("PUT of the copy"),
})
export type CopyRequest = z.infer<typeof copyRequestSchema>

export const copyMadeSchema = z.object({
  width: z.int().positive(),
  height: z.int().positive(),
  bytes: z.int().positive(),
})
export type CopyMade = z.infer<typeof copyMadeSchema>

const carriedErrorSchema = z.object({
  name: z.string().max(100),
  message: z.string().max(1000),
  what: z.string().max(200).optional(),
})
export type CarriedError = z.infer<typeof carriedErrorSchema>

/** What a decoding function answers: an error that it knows is an answer, too. */
export function answerSchema<Result>(result: z.ZodType<Result>) {
  return z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), result }),
    z.object({ ok: z.literal(false), error: carriedErrorSchema }),
  ])
}
export type Answer<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly error: CarriedError }
