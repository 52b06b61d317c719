import { z } from "zod"

/** Where a chain of events began: a person's upload, a backfill or another look at what was already there, or a replay of the archive. */
export const originSchema = z.enum(["upload", "backfill", "replay", "reprocess"])
export type Origin = z.infer<typeof originSchema>

export const metadataSchema = z.object({
  id: z.uuid().describe("Derived from the cause, so that a retried handler emits the same event again"),
  version: z.int().positive().describe("Version of the event's schema"),
  time: z.iso.datetime().describe("When the fact became true, UTC"),
  correlationId: z.uuid().describe("The id of the event that began it all: one an upload"),
  causationId: z.uuid().nullable().describe("The id of the event that caused this one; null for the first"),
  origin: originSchema,
  groupKey: z.string().min(1).describe("The id of the image, video or backfill that this is about"),
  traceparent: z.string().describe("W3C trace context"),
  attempt: z
    .int()
    .positive()
    .default(1)
    .describe("Which delivery of the cause made this event: 1 unless a handler was retried"),
  downcastFrom: z
    .int()
    .positive()
    .optional()
    .describe("The version that it was made from for consumers of an earlier one; left out of the event itself"),
})
export type EventMetadata = z.infer<typeof metadataSchema>

/** In place of `data` where that would exceed the size of one billed event: the S3 object that holds it. */
export const claimSchema = z.object({
  bucket: z.string().min(1),
  key: z.string().min(1),
  bytes: z.int().nonnegative(),
})
export type Claim = z.infer<typeof claimSchema>

/** What EventBridge delivers, as far as Darkroom looks at it. `replay-name` is there on replayed events alone. */
export const busEventSchema = z.object({
  source: z.string(),
  "detail-type": z.string(),
  "replay-name": z.string().optional(),
  detail: z.object({
    metadata: metadataSchema,
    data: z.unknown().optional(),
    claim: claimSchema.optional(),
  }),
})
export type BusEvent = z.infer<typeof busEventSchema>

/** An event as services see it, whether just created or received. */
export interface DarkroomEvent<Name extends string = string, Data = unknown> {
  readonly type: Name
  readonly source: string
  readonly metadata: EventMetadata
  readonly data: Data
  /** The archive replay that delivered it, if one did. */
  readonly replayName?: string
  /** The same in earlier versions that somebody still consumes, to be put on the bus with it. */
  readonly earlier?: readonly DarkroomEvent<Name>[]
}
