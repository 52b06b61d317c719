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
} from "@darkroom/catalog-model"
import type { Decision, FailureClass, FeatureFailure, ImageMetadata, Label, Rendition } from "@darkroom/events"

export interface FailureReport {
  readonly service: string
  readonly class: FailureClass
  readonly message: string
  readonly attempts: number
}

/** Everything that people and scripts are told of one photo. */
export interface PhotoReport {
  readonly imageId: string | null
  readonly key: string | null
  readonly status: ImageStatus
  /** The rejection's reason, the failure's class, or what the CLI gave up for; null where all is well. */
  readonly reason: string | null
  /** For people; null where there is nothing to say. */
  readonly message: string | null
  readonly metadata: ImageMetadata | null
  /** Strongest first. */
  readonly labels: readonly Label[]
  /** Why the recogniser was not asked; null where it was. */
  readonly labelsSkipped: string | null
  /** What was found besides labels; an empty list may also be one that nobody asked for. */
  readonly found: Found
  /** What was asked for and could not be looked for. */
  readonly missing: readonly FeatureFailure[]
  /** What the profile's rules made of it; null where it has none, or not yet. */
  readonly decision: Decision | null
  /** The original's key where rules moved it; `key` is that of its upload. */
  readonly movedTo: string | null
  /** How the original lies in the archive; null where it does not. */
  readonly archived: Archived | null
  readonly renditions: readonly Rendition[]
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
  metadata: null,
  labels: [],
  labelsSkipped: null,
  found: { faces: [], text: [], moderation: [], celebrities: [], colors: [] },
  missing: [],
  decision: null,
  movedTo: null,
  archived: null,
  renditions: [],
  dominantColor: null,
  failures: [],
} as const satisfies PhotoReport

export function photoReport({ record, labels, found }: CatalogEntry): PhotoReport {
  const progress = progressOf(record)
  const failures = progress.failures.map(({ service, failure }) => failureReport(service, failure))
  return {
    imageId: record.imageId,
    key: record.image?.key ?? null,
    status: progress.status,
    ...explanation(record, progress, failures),
    metadata: metadataOf(record),
    labels: labels.map(labelReport),
    labelsSkipped: record.tagging?.skipped ?? null,
    found,
    missing: record.tagging?.failed ?? [],
    decision: decisionOf(record),
    movedTo: record.moved?.key ?? null,
    archived: archivedOf(record) ?? null,
    renditions: record.thumbnail?.renditions ?? [],
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
