import { derivedId, RetryRequested } from "@darkroom/events"
import { currentImage } from "./current-image.ts"
import type { Problem } from "./problems.ts"
import type { ImageRecord } from "./record.ts"
import { asCause, type SentAgain } from "./sent-again.ts"

interface RetryOptions {
  /** Milliseconds. */
  readonly now: number
  /** Whether the event still has to be sent. */
  readonly resend: boolean
}

/** Asks to try a problem's step again. Requests for the same failure or the same wait have the same id. Undefined without an image. */
export function retryRequestOf(
  record: ImageRecord,
  { step: service, failure, since }: Pick<Problem, "step" | "failure" | "since">,
  sent: SentAgain,
  { now, resend }: RetryOptions,
): RetryRequested | undefined {
  const image = currentImage(record)
  if (image === undefined) return undefined
  const id = derivedId("RetryRequested", record.imageId, service, failure ?? `waited for since ${since}`)
  return RetryRequested.create(
    { image, service, failure: failure ?? null, resend },
    { cause: asCause(sent), id, time: new Date(now) },
  )
}
