import { randomBytes } from "node:crypto"
import type { Clock } from "../../../clock.ts"
import type { Caller } from "../../service.ts"
import { limitExceeded, tokenMismatch } from "../errors.ts"
import type { StartInput } from "./job.ts"
import type { JobRows } from "./job-rows.ts"

/** How long results are kept. https://docs.aws.amazon.com/rekognition/latest/dg/api-video.html */
export const KEPT = 7 * 86_400_000

export interface BeginOptions {
  readonly rows: JobRows
  readonly clock: Clock
  /** Unfinished jobs at once, at the most. */
  readonly limit: number
}

export type Begin = ReturnType<typeof jobBeginner>

/** Jobs begin here: once a token, and as many as there may be. */
export function jobBeginner({ rows, clock, limit }: BeginOptions) {
  /** The id of the job that the same request began before. Throws IdempotentParameterMismatchException. */
  function known(analysis: string, input: StartInput): string | undefined {
    rows.expire(clock.now() - KEPT)
    const token = input.ClientRequestToken
    const job = token === undefined ? undefined : rows.findByToken(analysis, token)
    if (job !== undefined && JSON.stringify(job.input) !== JSON.stringify(input)) throw tokenMismatch(token ?? "")
    return job?.id
  }

  /** Throws LimitExceededException. */
  function begin(analysis: string, input: StartInput, { accessKeyId }: Caller): string {
    if (rows.unfinished().length >= limit) throw limitExceeded(limit)
    const id = randomBytes(32).toString("hex")
    rows.insert({ id, analysis, input, accessKeyId, created: clock.now() })
    return id
  }

  return { known, begin }
}
