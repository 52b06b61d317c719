import { type Problem, problemsOf, retryRequestOf, type SentAgain, sentAgain } from "@darkroom/catalog-model"
import { conflict } from "../errors.ts"
import type { OwnRecord } from "./own-record.ts"
import type { PhotoDeps } from "./photo-deps.ts"

export type RetryDeps = Pick<PhotoDeps, "catalog" | "publish" | "clock">

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
  await requestRetries([{ record, problem, event }], deps)
}

/** The request alone: a function that nobody can reach from outside sends the event. */
export async function requestRetries(retries: readonly Retry[], { publish, clock }: RetryDeps): Promise<void> {
  const options = { now: clock.now(), resend: true }
  await publish(retries.flatMap(({ record, problem, event }) => retryRequestOf(record, problem, event, options) ?? []))
}
