import { z } from "zod"

/** What `darkroom rebuild catalog` asks the catalog: what archived events make of these photos, and how that differs from what there is. */
export const rebuildRequestSchema = z.object({
  /** The archive's events are all there from this time on, and before `to`; UTC. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** Write what was rebuilt, where it differs. */
  apply: z.boolean(),
  photos: z.array(
    z.object({
      imageId: z.string().min(1),
      /** As EventBridge delivered them, every copy. */
      events: z.array(z.record(z.string(), z.unknown())),
    }),
  ),
})
export type RebuildRequest = z.infer<typeof rebuildRequestSchema>

const differenceSchema = z.object({
  /** Sort key in the table ImageMetadata. */
  item: z.string(),
  /** Absent where the whole item is missing or unexpected. */
  attribute: z.string().optional(),
  /** What the catalog has; absent where it is missing. */
  has: z.unknown().optional(),
  /** What the events say; absent where nothing does. */
  rebuilt: z.unknown().optional(),
})
export type CatalogDifference = z.infer<typeof differenceSchema>

const photoSchema = z.object({
  imageId: z.string(),
  /** "older", "newer": there are events of before or after that time, so nothing can be said of it. */
  state: z.enum(["same", "different", "mended", "older", "newer"]),
  differences: z.array(differenceSchema),
})
export type RebuiltPhoto = z.infer<typeof photoSchema>

export const rebuildAnswerSchema = z.object({
  photos: z.array(photoSchema),
  /** Ids of events that are none of the contract: the catalog gave them up as well. */
  malformed: z.array(z.string()),
})
export type RebuildAnswer = z.infer<typeof rebuildAnswerSchema>
