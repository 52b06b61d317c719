import { type CatalogEntry, type Problem, problemsOf, retryRequestOf, sentAgain } from "@darkroom/catalog-model"
import { EventRefused } from "../errors.ts"
import { putEvents } from "../reprocess/put-events.ts"
import type { Stage } from "../stage.ts"

/** What became of one problem of a photo. */
export interface Retried {
  readonly photo: string
  readonly step: string
  /** The failure's class, the rejection's reason, or Stalled. */
  readonly code: string
  /** The event that was sent once more; null where trying again cannot help. */
  readonly event: { readonly id: string; readonly type: string } | null
  /** Why not, for the photo's owner. */
  readonly message: string
}

type Reached = Pick<Stage, "catalog" | "failedMessage" | "bus">

/**
 * Sends the events that the photo's failed or stalled steps have to handle, under their own ids: who has handled one drops it. Asks to
 * have the steps waited for, as the gallery does. `isMeant` chooses among the problems. Throws EventRefused.
 */
export async function retryPhoto(
  { catalog: { entry }, failedMessage, bus }: Reached,
  { record }: Pick<CatalogEntry, "record">,
  isMeant: (problem: Problem) => boolean,
  now: number,
): Promise<readonly Retried[]> {
  const retried: Retried[] = []
  for (const problem of problemsOf(record, now).filter(isMeant)) {
    const sent = problem.retryable ? await sentAgain(record, problem, { entry, failedMessage }) : undefined
    const request = sent && retryRequestOf(record, problem, sent, { now, resend: false })
    // The event first: without the request the photo shows its problem still, and can be tried again.
    for (const event of [sent, request]) {
      const [refused] = event === undefined ? [] : await putEvents(bus, [event])
      if (refused) throw new EventRefused(refused.event.type, refused.code)
    }
    const { step, code, message } = problem
    const event = sent ? { id: sent.metadata.id, type: sent.type } : null
    retried.push({ photo: record.imageId, step, code, event, message })
  }
  return retried
}
