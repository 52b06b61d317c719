import type { DeadLetterRecord, DeadLetterState, FailureClass } from "@darkroom/events"
import type { DeadLetters } from "./dead-letters.ts"

/** Which dead letters are meant; all where nothing is said. */
export interface Selection {
  readonly service?: string | undefined
  /** Name of the event. */
  readonly event?: string | undefined
  /** Name of the error, or a part of its message. */
  readonly error?: string | undefined
  readonly class?: FailureClass | undefined
  /** Milliseconds since the epoch. */
  readonly since?: number | undefined
}

/** Those in that state that the selection means, newest first, without their bodies. */
export async function* selected(
  letters: Pick<DeadLetters, "inState">,
  state: DeadLetterState,
  selection: Selection,
): AsyncIterable<DeadLetterRecord> {
  for await (const letter of letters.inState(state, selection.since)) if (isMeant(letter, selection)) yield letter
}

function isMeant(letter: DeadLetterRecord, { service, event, error, class: failureClass }: Selection): boolean {
  if (service !== undefined && letter.service !== service && letter.subscriber !== service) return false
  if (event !== undefined && letter.event?.type !== event) return false
  if (failureClass !== undefined && letter.class !== failureClass) return false
  return error === undefined || letter.error.name === error || letter.error.message.includes(error)
}
