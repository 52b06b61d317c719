import type {
  Category,
  Decision,
  FailureClass,
  Feature,
  FeatureFailure,
  Image,
  ImageMetadata,
  Label,
  Origin,
  RejectionReason,
  Rendition,
  VideoCopied,
  VideoMetadata,
  VideoRejectionReason,
} from "@darkroom/events"
import type { FoundKind } from "./found.ts"

/** When and by which event a part of the record was written. */
export interface Written {
  /** The event's time, UTC. */
  readonly time: string
  readonly eventId: string
}

export interface StepFailure extends Written {
  readonly class: FailureClass
  readonly message: string
  readonly attempts: number
  /** The event that could not be handled, where its message is kept; absent in records of an earlier catalog. */
  readonly event?: { readonly id: string; readonly type: string } | null
}

/** A failure that somebody asked to try again: it counts no more, a later one does. */
export interface Retried extends Written {
  /** Event id of the failure; absent where nothing had failed, and nothing came either. */
  readonly failure?: string
}

/** What the catalog knows of one photo or video. Each event writes its own part, so their order does not matter. */
export interface ImageRecord {
  readonly imageId: string
  /** As it was uploaded; `currentImage` knows where it is now. */
  readonly image?: Image
  readonly owner?: string
  /** Of videos alone, whichever of their events came. */
  readonly media?: "video"
  readonly uploadedAt?: string
  /** `origin`, of what a backfill brought. */
  readonly uploaded?: Written & { readonly origin?: "backfill" }
  /** Of a photo. */
  readonly metadata?: Written & { readonly value: ImageMetadata }
  /** Of a video, whose poster is `thumbnail`. */
  readonly video?: Written & { readonly value: VideoMetadata }
  /** A copy of a video that Rekognition cannot read. */
  readonly copied?: Written & Pick<VideoCopied["data"], "copy">
  readonly tagging?: Written & TaggingPart
  readonly categorization?: Written & CategorizationPart
  /** Where the original went, apart from `image`: events of before the move still name its old key. */
  readonly moved?: Written & MovedPart
  /** `archivedOf` makes one of these two, which may come in any order. */
  readonly archived?: Written & { readonly key: string; readonly storageClass: string }
  readonly restored?: Written & { readonly key: string; readonly until: string | null }
  readonly thumbnail?: Written & ThumbnailPart
  readonly rejected?: Written & { readonly reason: RejectionReason | VideoRejectionReason; readonly message: string }
  /** It took the key of another photo. */
  readonly replaced?: Written
  /** The pixels could not be decoded; a rejection follows. */
  readonly undecodable?: Written
  readonly processed?: Written
  /** By service, such as `failed:tagging`. */
  readonly [failure: `failed:${string}`]: StepFailure
  /** By service, such as `retried:tagging`. */
  readonly [retry: `retried:${string}`]: Retried
  /** Partition of the index byChecksum. */
  readonly ownerChecksum?: string
  /** A tombstone: the photo was deleted, or replaced by another upload under its key. */
  readonly deletedAt?: string
  readonly replacedBy?: string
}

/** The labels and what else was found are items of their own. */
export interface TaggingPart {
  readonly labels: number
  /** The surest labels as `packLabelNames` has them; absent in records of an earlier catalog. */
  readonly names?: string
  /** What searches find besides: lines that were read, moderation labels, celebrities; as `packTexts` has them. */
  readonly texts?: string
  /** What was asked and answered; absent in records of an earlier catalog: the labels alone. */
  readonly features?: readonly Feature[]
  /** What was asked and could not be answered, for good. */
  readonly failed?: readonly FeatureFailure[]
  /** How many there are of each, words of text besides lines; of a video's faces how many stretches. */
  readonly counts?: Readonly<Record<FoundKind, number>>
  readonly skipped: string | null
  readonly modelVersion: string | null
  readonly response?: { readonly bucket: string; readonly key: string } | null
}

/** The decision on the newest ImageTagged, and of that the newest. */
export interface CategorizationPart extends Decision {
  /** Event id of that ImageTagged. */
  readonly tagged: string | null
  /** Its time, UTC. */
  readonly taggedAt: string
}

export interface MovedPart {
  readonly bucket: string
  readonly key: string
  readonly etag: string
  readonly category: Category
}

export interface ThumbnailPart {
  readonly renditions: readonly Rendition[]
  readonly thumbhash: string
  readonly dominantColor: string
  /** Of a photo. */
  readonly sha256?: string
  /** Of a video's poster: milliseconds from the beginning. */
  readonly at?: number
}

export interface TimelineEntry extends Written {
  readonly type: string
  readonly source: string
  readonly correlationId: string
  readonly causationId: string | null
  readonly origin: Origin
  readonly attempt: number
  /** One line on what the event says, such as a reason. */
  readonly note?: string
}

export type LabelItem = Label & { readonly imageId: string; readonly eventId: string }

/** A message that a service gave up, kept so that it can be sent again. */
export interface FailedMessage extends Written {
  readonly service: string
  readonly source: string
  readonly type: string
  /** The event's detail as it was, JSON. */
  readonly detail: string
}

/** The name of the record's part for the failure of a service. */
export function failurePart(service: string): `failed:${string}` {
  return `failed:${service}`
}

/** The name of the record's part for the latest request to try a service again. */
export function retryPart(service: string): `retried:${string}` {
  return `retried:${service}`
}
