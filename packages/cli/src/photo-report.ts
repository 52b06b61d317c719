import {
  type Archived,
  archivedOf,
  type CatalogEntry,
  type Found,
  type ImageRecord,
  type ImageStatus,
  type LabelItem,
  type Progress,
  progressOf,
  type Seen,
} from "@darkroom/catalog-model"
import type {
  Decision,
  FailureClass,
  Feature,
  FeatureFailure,
  ImageMetadata,
  Label,
  Rendition,
  VideoMetadata,
} from "@darkroom/events"

export interface FailureReport {
  readonly service: string
  readonly class: FailureClass
  readonly message: string
  readonly attempts: number
}

/** Everything that people and scripts are told of one photo or video. */
export interface PhotoReport {
  readonly imageId: string | null
  readonly key: string | null
  readonly status: ImageStatus
  /** The rejection's reason, the failure's class, or what the CLI gave up for; null where all is well. */
  readonly reason: string | null
  /** For people; null where there is nothing to say. */
  readonly message: string | null
  /** Null where not even that is known. */
  readonly media: "photo" | "video" | null
  /** What a photo tells about itself. */
  readonly metadata: ImageMetadata | null
  /** What a video tells about itself. */
  readonly video: VideoMetadata | null
  /** Strongest first. */
  readonly labels: readonly Label[]
  /** Why the recogniser was not asked; null where it was. */
  readonly labelsSkipped: string | null
  /** What was seen in a video and when, its labels included; null of a photo, and until it was watched. */
  readonly seen: Seen | null
  /** What was found in a photo besides labels; an empty list may also be one that nobody asked for. */
  readonly found: Found
  /** What was asked for and answered; an empty list also where nothing tells. */
  readonly features: readonly Feature[]
  /** What was asked for and could not be looked for. */
  readonly missing: readonly FeatureFailure[]
  /** What the profile's rules made of it; null where it has none, or not yet. */
  readonly decision: Decision | null
  /** The original's key where rules moved it; `key` is that of its upload. */
  readonly movedTo: string | null
  /** How the original lies in the archive; null where it does not. */
  readonly archived: Archived | null
  /** Of a photo, or of a video's poster. */
  readonly renditions: readonly Rendition[]
  /** Which picture of a video that is, in milliseconds from the beginning. */
  readonly poster: { readonly at: number } | null
  readonly dominantColor: string | null
  readonly failures: readonly FailureReport[]
}

/** What `upload` tells of one file. */
export interface UploadRecord extends PhotoReport {
  readonly file: string
  readonly status: "processed" | "rejected" | "failed"
  /** From the put to the last step; null where there was none. */
  readonly milliseconds: number | null
}

/** What `show` tells of one photo. */
export interface ShownPhoto extends PhotoReport {
  readonly owner: string | null
  readonly uploadedAt: string | null
  readonly steps: Progress["steps"]
  readonly deletedAt: string | null
  readonly replacedBy: string | null
}

/** A file of which nothing more is known. */
export const emptyReport = {
  imageId: null,
  key: null,
  status: "failed",
  reason: null,
  message: null,
  media: null,
  metadata: null,
  video: null,
  labels: [],
  labelsSkipped: null,
  seen: null,
  found: { faces: [], text: [], moderation: [], celebrities: [], colors: [] },
  features: [],
  missing: [],
  decision: null,
  movedTo: null,
  archived: null,
  renditions: [],
  poster: null,
  dominantColor: null,
  failures: [],
} as const satisfies PhotoReport

export function photoReport({ record, labels, found, seen }: CatalogEntry): PhotoReport {
  const progress = progressOf(record)
  const failures = progress.failures.map(({ service, failure }) => failureReport(service, failure))
  return {
    imageId: record.imageId,
    key: record.image?.key ?? null,
    status: progress.status,
    ...explanation(record, progress, failures),
    media: record.media ?? (record.image === undefined ? null : "photo"),
    metadata: metadataOf(record),
    video: record.video?.value ?? null,
    labels: labels.map(labelReport),
    labelsSkipped: record.tagging?.skipped ?? null,
    seen: record.tagging === undefined ? null : (seen ?? null),
    found,
    features: record.tagging?.features ?? [],
    missing: record.tagging?.failed ?? [],
    decision: decisionOf(record),
    movedTo: record.moved?.key ?? null,
    archived: archivedOf(record) ?? null,
    renditions: record.thumbnail?.renditions ?? [],
    poster: record.thumbnail?.at === undefined ? null : { at: record.thumbnail.at },
    dominantColor: record.thumbnail?.dominantColor ?? null,
    failures,
  }
}

export function shownPhoto(entry: CatalogEntry): ShownPhoto {
  const { imageId, key, ...rest } = photoReport(entry)
  const { owner = null, uploadedAt = null, deletedAt = null, replacedBy = null } = entry.record
  return { imageId, key, owner, uploadedAt, steps: progressOf(entry.record).steps, ...rest, deletedAt, replacedBy }
}

function explanation(
  { rejected, deletedAt, replacedBy }: ImageRecord,
  { status }: Progress,
  failures: readonly FailureReport[],
) {
  if (status === "rejected" && rejected) return { reason: rejected.reason, message: rejected.message }
  if (status === "failed")
    return { reason: failures[0]?.class ?? null, message: failures.map(({ message }) => message).join(" ") || null }
  if (status !== "deleted") return { reason: null, message: null }
  if (replacedBy === undefined) return { reason: "Deleted", message: `The photo was deleted at ${deletedAt}.` }
  return {
    reason: "Replaced",
    message: `Another upload under the same key replaced the photo at ${deletedAt}: ${replacedBy}.`,
  }
}

/** S3 keeps a SHA-256 only where the uploader sent one; thumbnail reads all bytes and has it for any. */
function metadataOf({ metadata, thumbnail }: ImageRecord): ImageMetadata | null {
  if (metadata === undefined) return null
  return { ...metadata.value, sha256: metadata.value.sha256 ?? thumbnail?.sha256 ?? null }
}

function decisionOf({ categorization }: ImageRecord): Decision | null {
  if (categorization === undefined) return null
  const { rules, rule, category, reason, disposition } = categorization
  return { rules, rule, category, reason, disposition }
}

function labelReport({ name, confidence, parents, categories, instances }: LabelItem): Label {
  return { name, confidence, parents, categories, instances }
}

function failureReport(service: string, failure: Omit<FailureReport, "service">): FailureReport {
  return { service, class: failure.class, message: failure.message, attempts: failure.attempts }
}
