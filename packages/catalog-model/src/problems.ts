import { type Step, stepSchema } from "@darkroom/events"
import { awaitedSteps } from "./overdue.ts"
import { isInVain, type Progress, progressOf } from "./progress.ts"
import type { ImageRecord } from "./record.ts"

/** What stands between a photo or video and being processed. */
export interface Problem {
  /** The service that gave up, or is waited for. */
  readonly step: string
  /** The rejection's reason, the failure's class, the recogniser's code, or Stalled. */
  readonly code: string
  /** One sentence for the owner. */
  readonly message: string
  /** Whether trying again can help. */
  readonly retryable: boolean
  /** Event id of the failure; absent where nothing has failed. */
  readonly failure?: string
  /** Since when a stalled step is waited for, UTC. */
  readonly since?: string
}

export const STALLED = "Stalled"

const late: Readonly<Record<Step, string>> = {
  metadata: "Reading the photo's details takes unusually long",
  tagging: "Recognising what the photo shows takes unusually long",
  thumbnail: "Making the photo's thumbnails takes unusually long",
  categorization: "Deciding on the photo by its rules takes unusually long",
  video: "Watching the video takes unusually long",
}

/** All problems, the most important first. `now` is in milliseconds. */
export function problemsOf(record: ImageRecord, now: number): Problem[] {
  const { rejected, media } = record
  const first = media === "video" ? "video" : "metadata"
  if (rejected) return [{ step: first, code: rejected.reason, message: rejected.message, retryable: false }]
  const progress = progressOf(record)
  if (progress.status === "processed") return []
  return [...failed(progress), ...inVain(record), ...stalled(record, now)]
}

function failed({ failures }: Progress): Problem[] {
  return failures
    .toSorted((a, b) => rank(a.service) - rank(b.service))
    .map(({ service, failure }) => ({
      step: service,
      code: failure.class,
      message: failure.message,
      retryable: canPass(failure.class) && (isStep(service) || Boolean(failure.event)),
      failure: failure.eventId,
    }))
}

/** A video of which nothing that was asked could be answered, for good. */
function inVain({ media, tagging }: ImageRecord): Problem[] {
  const [first] = tagging?.failed ?? []
  if (media !== "video" || tagging === undefined || !isInVain(tagging) || first === undefined) return []
  return [{ step: "video", code: first.code, message: first.message, retryable: false }]
}

function canPass(failureClass: string): boolean {
  return failureClass !== "permanent" && failureClass !== "unsupported"
}

/** A step's event can be made anew from the record; of any other, the message itself must be there. */
export function isStep(service: string): service is Step {
  return stepSchema.safeParse(service).success
}

function rank(service: string): number {
  const index = (stepSchema.options as readonly string[]).indexOf(service)
  return index === -1 ? stepSchema.options.length : index
}

function stalled(record: ImageRecord, now: number): Problem[] {
  return awaitedSteps(record)
    .filter(({ due }) => due < now)
    .map(({ step, since }) => ({
      step,
      code: STALLED,
      message: `${late[step]}; trying again may help.`,
      retryable: true,
      since,
    }))
}
