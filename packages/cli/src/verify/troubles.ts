import type { DeadLetterRecord } from "@darkroom/events"
import type { Stage } from "../stage.ts"
import type { Denial } from "./denials.ts"

/** Clocks differ: a dead letter's time is the stage's. */
const SKEW = 10 * 60_000

/** What goes wrong in a stage from a moment on. */
export interface Troubles {
  /** Calls that IAM refused to any function. */
  denials(): Promise<readonly Denial[]>
  /** Of these photos, and those that are of none. */
  deadLetters(photoIds: readonly string[]): Promise<readonly DeadLetterRecord[]>
}

/** Watches from now on. `now`: milliseconds since the epoch. */
export async function troublesSince(
  { deadLetters, verification }: Pick<Stage, "deadLetters" | "verification">,
  now: number,
): Promise<Troubles> {
  const dead = async () => {
    const letters: DeadLetterRecord[] = []
    for await (const letter of deadLetters.inState("dead", now - SKEW)) letters.push(letter)
    return letters
  }
  const before = new Set((await dead()).map(({ id }) => id))
  return {
    denials: () => verification.denials(now),
    async deadLetters(photoIds) {
      const isOurs = ({ imageId }: DeadLetterRecord) => imageId === null || photoIds.includes(imageId)
      return (await dead()).filter((letter) => !before.has(letter.id) && isOurs(letter))
    },
  }
}

export function deadLetterText({ id, subscriber, target, error, event }: DeadLetterRecord): string {
  const what = event === null ? "a message" : event.type
  const where = target === undefined ? "" : ` for ${target}`
  return `${subscriber} gave up ${what}${where} (${error.name}: ${error.message}), dead letter ${id}`
}
