import type { DeadLetterRecord, ProcessingFailed } from "@darkroom/events"
import type { DeadLetter } from "./dead-letter.ts"
import type { FailuresDeps } from "./deps.ts"

/** An item of DynamoDB has 400 KB at most. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MOST_BYTES = 300_000

/** Seconds that a dead letter is kept: what happened is to be seen for longer than a queue would keep it. */
const KEPT = 30 * 24 * 3600

/** Keeps a dead letter for engineers, under the id of the event that tells of it; once, however often it comes. */
export async function keepDeadLetter(
  letter: DeadLetter,
  { metadata }: Pick<ProcessingFailed, "metadata">,
  deps: Pick<FailuresDeps, "keep" | "storeBody" | "now">,
): Promise<void> {
  const now = deps.now()
  const fits = Buffer.byteLength(letter.body) <= MOST_BYTES
  const message = fits ? { body: letter.body } : { claim: await deps.storeBody(metadata.id, letter.body) }
  await deps.keep({ ...recordOf(letter, metadata.id, now), ...message }, Math.floor(now / 1000) + KEPT)
}

function recordOf(letter: DeadLetter, id: string, now: number): DeadLetterRecord {
  const { service, subscriber, queue, target, class: failureClass, error, attempts, event } = letter
  return {
    id,
    state: "dead",
    since: new Date(now).toISOString(),
    service,
    subscriber,
    queue,
    ...(target === undefined ? {} : { target }),
    class: failureClass,
    error,
    attempts,
    event: event ? eventOf(event) : null,
    imageId: event?.metadata.groupKey ?? null,
  }
}

function eventOf({ type, metadata: { id, correlationId, origin } }: NonNullable<DeadLetter["event"]>) {
  return { id, type, correlationId, origin }
}
