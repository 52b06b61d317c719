import type { Clock } from "../clock.ts"
import { ApiRefusal } from "./errors.ts"

/** How long an HTTP API waits for a function. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const TIMEOUT_MS = 30_000

/** What a function answers in time; throws ApiRefusal else. The function goes on, as on AWS. */
export async function withinTime<Result>(work: Promise<Result>, clock: Clock, closing: AbortSignal): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>()
  const giveUp = () => reject(new ApiRefusal(503, "Service Unavailable"))
  const cancel = clock.schedule(TIMEOUT_MS, giveUp)
  closing.addEventListener("abort", giveUp)
  try {
    return await Promise.race([work, promise])
  } finally {
    cancel()
    closing.removeEventListener("abort", giveUp)
  }
}
