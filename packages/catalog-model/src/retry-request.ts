import { derivedId, RetryRequested } from "@darkroom/events"
import { currentImage } from "./current-image.ts"
import type { Problem } from "./problems.ts"
import type { ImageRecord } from "./record.ts"
import { asCause, type SentAgain } from "./sent-again.ts"

/**
 * Says that a problem's step is being tried again: asked twice for the same failure or the same wait, it is the same request, whoever
 * asks. `now` is in milliseconds; undefined of a record without an image.
 */
export function retryRequestOf(
  record: ImageRecord,
  { step: service, failure, since }: Pick<Problem, "step" | "failure" | "since">,
  sent: SentAgain,
  now: number,
): RetryRequested | undefined {
  const image = currentImage(record)
  if (image === undefined) return undefined
  const id = derivedId("RetryRequested", record.imageId, service, failure ?? `waited for since ${since}`)
  return RetryRequested.create(
    { image, service, failure: failure ?? null },
    { cause: asCause(sent), id, time: new Date(now) },
  )
}
