import { derivedId, type FailureClass, ProcessingFailed } from "@darkroom/events"
import type { DeadLetter } from "./dead-letter.ts"
import type { FailuresDeps } from "./deps.ts"
import { keepDeadLetter } from "./keep-dead-letter.ts"

/**
 * A dead letter is kept, and becomes ProcessingFailed: which step gave up, why, and what its owner should know. The message itself
 * goes along. That a ProcessingFailed itself, or a webhook's event, could not be handled is kept and counted, and no event tells of it:
 * that would go the same way, again and again.
 */
export async function reportFailure(
  letter: DeadLetter,
  deps: Pick<FailuresDeps, "keep" | "storeBody" | "countUntold" | "now">,
): Promise<ProcessingFailed | undefined> {
  const failure = failureOf(letter)
  await keepDeadLetter(letter, failure, deps)
  if (!letter.silent && letter.event?.type !== ProcessingFailed.name) return failure
  deps.countUntold()
  return undefined
}

function failureOf(letter: DeadLetter): ProcessingFailed {
  const { service, subscriber, queue, error, attempts, body, event } = letter
  const data = {
    imageId: event?.metadata.groupKey ?? null,
    service,
    class: letter.class,
    message: letter.ownerMessage ?? sentence(service, letter.class),
    error,
    attempts,
    queue,
    failedEvent: event ? { id: event.metadata.id, type: event.type } : null,
    body,
  }
  const discriminator = `${subscriber} ${letter.messageId}`
  if (event) return ProcessingFailed.create(data, { cause: event, discriminator })
  const id = derivedId("ProcessingFailed", discriminator)
  return ProcessingFailed.create(data, { id, groupKey: letter.messageId, origin: "upload" })
}

const couldNot: Record<string, string> = {
  ingest: "The upload could not be taken in",
  metadata: "The photo's details could not be read",
  tagging: "The photo could not be tagged",
  thumbnail: "No thumbnails could be made of the photo",
  catalog: "The photo could not be filed in the catalog",
  backfill: "A backfill could not go on",
  notification: "Nobody could be told about the photo",
  video: "The video could not be looked at",
}

const because: Record<FailureClass, string> = {
  permanent: "something about it is wrong, and trying again will not help",
  transient: "the service kept failing, and trying again later may help",
  throttled: "the service was too busy, and trying again later will help",
  unsupported: "it is of a kind that this step cannot handle",
}

function sentence(service: string, failureClass: FailureClass): string {
  return `${couldNot[service] ?? `The step "${service}" could not be done`}: ${because[failureClass]}.`
}
