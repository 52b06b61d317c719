import { featuresOf, profileNamed, type Step, stepsOf } from "@darkroom/events"
import type { Glance } from "./glance.ts"
import { failurePart, type ImageRecord, retryPart, type StepFailure } from "./record.ts"

const BEGINS_AFTER: Readonly<Record<Exclude<Step, "metadata" | "video">, Step>> = {
  tagging: "metadata",
  thumbnail: "metadata",
  categorization: "tagging",
}

export type ImageStatus = "processing" | "processed" | "rejected" | "failed" | "deleted"

export interface StepProgress {
  readonly step: Step
  readonly state: "done" | "waiting" | "failed"
}

export interface Progress {
  readonly status: ImageStatus
  /** Every step that the profile asks for, and how it stands. */
  readonly steps: readonly StepProgress[]
  /** Failures by service, other services than the steps' included; those that are being tried again are not. */
  readonly failures: readonly { readonly service: string; readonly failure: StepFailure }[]
}

/** How far a photo or video is. It has failed when no step is open any more and one has failed; the results of the others are there. */
export function progressOf(record: ImageRecord): Progress {
  return { status: statusOf(record), steps: stepsAsked(record), failures: failuresOf(record) }
}

/** The status alone. */
export function statusOf(record: Glance): ImageStatus {
  if (record.deletedAt !== undefined) return "deleted"
  if (record.rejected !== undefined) return "rejected"
  const steps = stepsAsked(record)
  if (steps.every(({ state }) => state === "done")) return "processed"
  return openSteps(steps).length === 0 ? "failed" : "processing"
}

/** The steps that are under way: not those that begin with what another step has yet to bring, or never will. */
export function openSteps(steps: readonly StepProgress[]): StepProgress[] {
  const isDone = (step: Step) => steps.some((other) => other.step === step && other.state === "done")
  const begins = (step: Step) => step === "metadata" || step === "video" || isDone(BEGINS_AFTER[step])
  return steps.filter(({ step, state }) => state === "waiting" && begins(step))
}

function failuresOf(record: ImageRecord): Progress["failures"] {
  return Object.keys(record).flatMap((part) => {
    const service = part.startsWith("failed:") ? part.slice("failed:".length) : undefined
    return service !== undefined && hasFailed(record, service)
      ? [{ service, failure: record[failurePart(service)] as StepFailure }]
      : []
  })
}

function stepsAsked(record: Glance): StepProgress[] {
  const steps = namesOfSteps(record)
  return steps.map((step) => ({ step, state: stateOf(record, step) }))
}

function namesOfSteps({ media, image }: Glance): Step[] {
  if (media === "video") return ["video"]
  return image === undefined ? ["metadata"] : stepsOf(profileNamed(image.profile))
}

/** A video's one step is done when it was watched, or read where nothing is to be seen in it; what saw nothing at all has failed. */
function stateOfVideo(record: Glance): StepProgress["state"] {
  const { tagging, video, image } = record
  const isRead = video !== undefined && image !== undefined && featuresOf(profileNamed(image.profile)).length === 0
  if (isRead || (tagging !== undefined && !isInVain(tagging))) return "done"
  return tagging !== undefined || hasFailed(record, "video") ? "failed" : "waiting"
}

/** Whether nothing of what was asked could be answered. */
export function isInVain({ features, skipped }: Pick<NonNullable<Glance["tagging"]>, "features" | "skipped">): boolean {
  return skipped === null && features?.length === 0
}

function stateOf(record: Glance, step: Step): StepProgress["state"] {
  if (step === "video") return stateOfVideo(record)
  if (record[step] !== undefined) return "done"
  return hasFailed(record, step) ? "failed" : "waiting"
}

/** Whether the service's latest failure counts: that which is being tried again does not, whichever news came first. */
function hasFailed(record: Glance, service: string): boolean {
  const failure = record[failurePart(service)]
  return failure !== undefined && record[retryPart(service)]?.failure !== failure.eventId
}
