import type {
  ImageDeleted,
  ImageProcessed,
  ImageRejected,
  ImageTagged,
  ImageUploaded,
  MetadataExtracted,
  ProcessingFailed,
  ThumbnailGenerated,
} from "@darkroom/events"

/** What tells of a change of a photo's status. */
export type StatusEvent =
  | ImageUploaded
  | MetadataExtracted
  | ThumbnailGenerated
  | ImageTagged
  | ImageProcessed
  | ImageRejected
  | ProcessingFailed
  | ImageDeleted

/** Says that a photo changed; whoever shows it asks for what it is now. */
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
  ImageRejected: "rejected",
  ProcessingFailed: "failed",
  ImageDeleted: "deleted",
}

/** The owner of photos that belong to nobody. */
const SHARED = "shared"

/** Who logs in has such an id. Of another one, which any key in the bucket can make, no topic could be made. */
const USER_ID = /^[\w-]{1,100}$/

/** The user who owns an event's photo; undefined for nobody's. */
export function ownerOf({ data }: StatusEvent): string | undefined {
  const owner = "image" in data ? data.image.owner : ownerIn(data.body)
  return owner !== undefined && owner !== SHARED && USER_ID.test(owner) ? owner : undefined
}

export function photoMessage({ type, metadata }: StatusEvent): PhotoMessage {
  const { groupKey, time } = metadata
  return { type: "photo", photoId: groupKey, status: STATUSES[type] ?? "processing", event: type, time }
}

/** A failure carries the message that could not be handled: mostly an event of the bus, which has the photo. */
function ownerIn(body: string): string | undefined {
  try {
    const event = JSON.parse(body) as { detail?: { data?: { image?: { owner?: unknown } } } } | null
    const owner = event?.detail?.data?.image?.owner
    return typeof owner === "string" ? owner : undefined
  } catch {
    return undefined
  }
}
