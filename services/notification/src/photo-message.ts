import type {
  ImageCategorized,
  ImageDeleted,
  ImageMoved,
  ImageProcessed,
  ImageRejected,
  ImageStalled,
  ImageTagged,
  ImageUploaded,
  MetadataExtracted,
  ProcessingFailed,
  ThumbnailGenerated,
  VideoMetadataExtracted,
  VideoRejected,
  VideoTagged,
  VideoUploaded,
} from "@darkroom/events"
import { imageOf } from "./image-of.ts"

/** What tells of a change of a photo's or a video's status. */
export type StatusEvent =
  | ImageUploaded
  | MetadataExtracted
  | ThumbnailGenerated
  | ImageTagged
  | ImageCategorized
  | ImageProcessed
  | ImageMoved
  | ImageRejected
  | ProcessingFailed
  | ImageStalled
  | ImageDeleted
  | VideoUploaded
  | VideoMetadataExtracted
  | VideoRejected
  | VideoTagged

/** Says that a photo or video changed; whoever shows it asks for what it is now. */
export interface PhotoMessage {
  readonly type: "photo"
  readonly photoId: string
  readonly status: "processing" | "processed" | "rejected" | "failed" | "deleted"
  /** Name of the event. */
  readonly event: string
  /** ISO 8601, UTC. */
  readonly time: string
}

const STATUSES: Readonly<Record<string, PhotoMessage["status"]>> = {
  ImageProcessed: "processed",
  ImageMoved: "processed",
  ImageRejected: "rejected",
  VideoTagged: "processed",
  VideoRejected: "rejected",
  ProcessingFailed: "failed",
  ImageDeleted: "deleted",
}

/** The owner of photos that belong to nobody. */
const SHARED = "shared"

/** Who logs in has such an id. Of another one, which any key in the bucket can make, no topic could be made. */
const USER_ID = /^[\w-]{1,100}$/

/** The user who owns an event's photo; undefined for nobody's. */
export function ownerOf({ data }: StatusEvent): string | undefined {
  const { owner } = imageOf(data)
  return owner !== undefined && owner !== SHARED && USER_ID.test(owner) ? owner : undefined
}

export function photoMessage({ type, metadata }: StatusEvent): PhotoMessage {
  const { groupKey, time } = metadata
  return { type: "photo", photoId: groupKey, status: STATUSES[type] ?? "processing", event: type, time }
}
