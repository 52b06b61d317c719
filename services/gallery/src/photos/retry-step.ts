import { type Problem, problemsOf, retryRequestOf, type SentAgain, sentAgain } from "@darkroom/catalog-model"
import { conflict } from "../errors.ts"
import type { OwnRecord } from "./own-record.ts"
import type { PhotoDeps } from "./photo-deps.ts"

export type RetryDeps = Pick<PhotoDeps, "catalog" | "publish" | "resend" | "clock">

/** One problem of a photo, and the event that may end it. */
export interface Retry {
  readonly record: OwnRecord
  readonly problem: Problem
  readonly event: SentAgain
}

/** Has the step handle its event once more. Throws Conflict where it has not failed, or cannot be tried again. */
export async function retryStep(record: OwnRecord, step: string, deps: RetryDeps): Promise<void> {
  const problem = problemsOf(record, deps.clock.now()).find((candidate) => candidate.step === step)
  if (problem === undefined) throw conflict("This step has not failed, or is being tried again already.")
  const event = problem.retryable ? await sentAgain(record, problem, deps.catalog) : undefined
  if (event === undefined) throw conflict("Trying this step again cannot help.")
  await sendAgain([{ record, problem, event }], deps)
}

/** The events first: where the request to show the step as waiting is lost, its failure stays to be seen, and can be tried again. */
export async function sendAgain(retries: readonly Retry[], { publish, resend, clock }: RetryDeps): Promise<void> {
  await resend(retries.map(({ event }) => event))
  await publish(
    retries.flatMap(({ record, problem, event }) => retryRequestOf(record, problem, event, clock.now()) ?? []),
  )
}
