import { type Problem, problemsOf, sentAgain, type UploadPlace } from "@darkroom/catalog-model"
import { SECOND } from "../clock.ts"
import { isOwn, type OwnRecord } from "./own-record.ts"
import { requestRetries, type Retry, type RetryDeps } from "./retry-step.ts"

/** One call tries so many photos again, newest first, and looks for no more after so many pages or so long. */
const MOST_PHOTOS = 200
const MOST_PAGES = 60
const MOST_TIME = 5 * SECOND

/** Tries all photos of the owner again that failed at this service with this class; how many those were. */
export async function retryAll(
  owner: string,
  wanted: { readonly service: string; readonly class: string },
  deps: RetryDeps,
): Promise<number> {
  const end = deps.clock.now() + MOST_TIME
  let tried = 0
  let after: UploadPlace | undefined
  for (let pages = 1; pages <= MOST_PAGES && deps.clock.now() < end; pages++) {
    const { found, next } = await deps.catalog.pageOfOwner(owner, { after })
    const failed = found.filter((record) => isOwn(record, owner)).flatMap((record) => failedSo(record, wanted, deps))
    const retries = await ready(failed.slice(0, MOST_PHOTOS - tried), deps)
    await requestRetries(retries, deps)
    tried += retries.length
    if (next === undefined || tried === MOST_PHOTOS) break
    after = next
  }
  return tried
}

type Failed = Omit<Retry, "event">

function failedSo(
  record: OwnRecord,
  wanted: { readonly service: string; readonly class: string },
  { clock }: RetryDeps,
): Failed[] {
  const so = ({ step, code, retryable }: Problem) => retryable && step === wanted.service && code === wanted.class
  return problemsOf(record, clock.now())
    .filter(so)
    .map((problem) => ({ record, problem }))
}

async function ready(failed: readonly Failed[], { catalog }: RetryDeps): Promise<Retry[]> {
  const events = await Promise.all(failed.map(({ record, problem }) => sentAgain(record, problem, catalog)))
  return failed.flatMap((one, index) => {
    const event = events[index]
    return event ? [{ ...one, event }] : []
  })
}
