import type { Image } from "@darkroom/events"
import { answersKey } from "./answers-key.ts"
import { fromDocument, type Known, nothingKnown, type Outcome, toDocument, withOutcome } from "./answers.ts"
import type { TaggingDeps } from "./deps.ts"
import { AnswersInDispute } from "./errors.ts"

/** More than two events of one photo at the same time are rare; each write lets one of them through. */
const WRITES = 4

/** What is known of an image at a time: the later the time, the more is known. */
export interface Snapshot {
  readonly known: Known
  readonly time: Date
  /** ETag of the stored object; undefined where there is none yet. */
  readonly etag: string | undefined
}

export async function readAnswers(image: Image, { documents }: Pick<TaggingDeps, "documents">): Promise<Snapshot> {
  const stored = await documents.read(answersKey(image))
  const known = stored === undefined ? nothingKnown : fromDocument(stored)
  return { known, time: new Date(), etag: stored?.etag }
}

/** Adds an outcome to what is stored, whoever else does so at the same time. Throws AnswersInDispute. */
export async function storeAnswers(
  image: Image,
  outcome: Outcome,
  { askedBy, snapshot }: { askedBy: string; snapshot: Snapshot },
  deps: Pick<TaggingDeps, "documents">,
): Promise<Snapshot> {
  let current = snapshot
  for (let write = 1; ; write++) {
    const known = withOutcome(current.known, outcome, askedBy)
    // After Rekognition has answered, and before writing: who reads what is written here has a later time than this.
    const time = new Date()
    if (await deps.documents.write(answersKey(image), toDocument(known), current.etag))
      return { ...current, known, time }
    if (write === WRITES) throw new AnswersInDispute(image.id)
    current = await readAnswers(image, deps)
  }
}
