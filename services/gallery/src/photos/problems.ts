import { type ImageRecord, isInVain, openSteps, type Progress, progressOf } from "@darkroom/catalog-model"
import { stepSchema } from "@darkroom/events"
import type { PhotoSummary } from "@darkroom/gallery-api"
import { MINUTE } from "../clock.ts"
import { latestNewsOf } from "./names.ts"

/** `code` is the rejection's reason, the failure's class, or Stalled. */
export type Problem = NonNullable<PhotoSummary["problem"]> & {
  /** Event id of the failure; absent where nothing has failed. */
  readonly failure?: string
}

export const STALLED = "Stalled"
const PATIENCE = 5 * MINUTE
/** A video waits for its turn, and then is watched for about as long as it lasts, or longer. */
const PATIENCE_WITH_VIDEOS = 60 * MINUTE

const late: Record<string, string> = {
  metadata: "Reading the photo's details takes unusually long",
  tagging: "Recognising what the photo shows takes unusually long",
  thumbnail: "Making the photo's thumbnails takes unusually long",
  categorization: "Deciding on the photo by its rules takes unusually long",
  video: "Watching the video takes unusually long",
}

/** What stands between the photo or video and being processed, the most important first. `now` is in milliseconds. */
export function problemsOf(record: ImageRecord, now: number): Problem[] {
  const { rejected, media } = record
  const first = media === "video" ? "video" : "metadata"
  if (rejected) return [{ step: first, code: rejected.reason, message: rejected.message, retryable: false }]
  const progress = progressOf(record)
  if (progress.status === "processed") return []
  return [...failed(progress), ...inVain(record), ...(isQuiet(record, now) ? stalled(progress) : [])]
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
export function isStep(service: string): boolean {
  return stepSchema.safeParse(service).success
}

function rank(service: string): number {
  const index = (stepSchema.options as readonly string[]).indexOf(service)
  return index === -1 ? stepSchema.options.length : index
}

function isQuiet(record: ImageRecord, now: number): boolean {
  const patience = record.media === "video" ? PATIENCE_WITH_VIDEOS : PATIENCE
  return Date.parse(latestNewsOf(record)) + patience < now
}

function stalled({ steps }: Progress): Problem[] {
  return openSteps(steps).map(({ step }) => ({
    step,
    code: STALLED,
    message: `${late[step]}; trying again may help.`,
    retryable: true,
  }))
}
