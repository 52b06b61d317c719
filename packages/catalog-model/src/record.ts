import {
  type FailureClass,
  type Image,
  type ImageMetadata,
  type Label,
  type Origin,
  profileNamed,
  type RejectionReason,
  type Rendition,
  type Step,
  stepsOf,
} from "@darkroom/events"

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
}

/** What the catalog knows of one photo. Each event writes its own part, so their order does not matter. */
export interface ImageRecord {
  readonly imageId: string
  readonly image?: Image
  readonly owner?: string
  readonly uploadedAt?: string
  readonly uploaded?: Written
  readonly metadata?: Written & { readonly value: ImageMetadata }
  /** The labels are items of their own. */
  readonly tagging?: Written & {
    readonly labels: number
    readonly skipped: string | null
    readonly modelVersion: string | null
  }
  readonly thumbnail?: Written & ThumbnailPart
  readonly rejected?: Written & { readonly reason: RejectionReason; readonly message: string }
  /** It took the key of another photo. */
  readonly replaced?: Written
  /** The pixels could not be decoded; a rejection follows. */
  readonly undecodable?: Written
  readonly processed?: Written
  /** By service, such as `failed:tagging`. */
  readonly [failure: `failed:${string}`]: StepFailure
  /** A tombstone: the photo was deleted, or replaced by another upload under its key. */
  readonly deletedAt?: string
  readonly replacedBy?: string
}

export interface ThumbnailPart {
  readonly renditions: readonly Rendition[]
  readonly thumbhash: string
  readonly dominantColor: string
  readonly sha256: string
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

/** The name of the record's part for the failure of a step. */
export function failurePart(service: string): `failed:${string}` {
  return `failed:${service}`
}

export type ImageStatus = "processing" | "processed" | "rejected" | "failed" | "deleted"

export interface Progress {
  readonly status: ImageStatus
  /** Every step that the profile asks for, and how it stands. */
  readonly steps: readonly { readonly step: Step; readonly state: "done" | "waiting" | "failed" }[]
  /** Failures by service, other services than the steps' included. */
  readonly failures: readonly { readonly service: string; readonly failure: StepFailure }[]
}

/** How far a photo is. It has failed when no step is open any more and one has failed; the results of the others are there. */
export function progressOf(record: ImageRecord): Progress {
  const failures = failuresOf(record)
  const steps = stepsAsked(record).map((step) => ({ step, state: stateOf(record, step) }))
  return { status: statusOf(record, steps, failures), steps, failures }
}

function failuresOf(record: ImageRecord): Progress["failures"] {
  return Object.entries(record).flatMap(([part, failure]) =>
    part.startsWith("failed:") ? [{ service: part.slice("failed:".length), failure: failure as StepFailure }] : [],
  )
}

function stepsAsked({ image }: ImageRecord): Step[] {
  return image === undefined ? ["metadata"] : stepsOf(profileNamed(image.profile))
}

function stateOf(record: ImageRecord, step: Step): "done" | "waiting" | "failed" {
  if (record[step] !== undefined) return "done"
  return record[failurePart(step)] === undefined ? "waiting" : "failed"
}

function statusOf(record: ImageRecord, steps: Progress["steps"], failures: Progress["failures"]): ImageStatus {
  if (record.deletedAt !== undefined) return "deleted"
  if (record.rejected !== undefined) return "rejected"
  if (steps.every(({ state }) => state === "done")) return "processed"
  const metadataFailed = steps.some(({ step, state }) => step === "metadata" && state === "failed")
  const open = steps.some(({ state }) => state === "waiting")
  // Without metadata nothing else begins.
  if (metadataFailed || (!open && failures.length > 0)) return "failed"
  return "processing"
}
