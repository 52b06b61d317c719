import { derivedId, type FailureClass, ProcessingFailed } from "@darkroom/events"
import type { DeadLetter } from "./dead-letter.ts"

/**
 * Thrown for the dead letter of a ProcessingFailed: reporting that nobody could be told of a failure would go the same way,
 * again and again. The message stays in the dead-letter queue.
 */
export class UnreportableFailure extends Error {
  override readonly name = "UnreportableFailure"
  constructor({ service, messageId }: DeadLetter) {
    super(
      `${service} could not handle a ProcessingFailed (message ${messageId}); it stays in ${service}'s dead-letter queue`,
    )
  }
}

/** A dead letter becomes ProcessingFailed: which step gave up, why, and what its owner should know. The message itself goes along. */
export async function reportFailure(letter: DeadLetter): Promise<ProcessingFailed> {
  const { service, queue, error, attempts, body, event } = letter
  if (event?.type === ProcessingFailed.name) throw new UnreportableFailure(letter)
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
  const discriminator = `${service} ${letter.messageId}`
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
