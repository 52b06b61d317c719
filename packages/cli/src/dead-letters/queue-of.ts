import type { DeadLetterRecord } from "@darkroom/events"
import { UnknownSubscriber } from "../errors.ts"
import type { Operations } from "../operations.ts"

/** URL of the queue that the message came from, in the lane of backfills where it is a backfill's. Throws UnknownSubscriber. */
export function queueOf(
  { subscribers }: Pick<Operations, "subscribers">,
  { id, subscriber, target, event }: DeadLetterRecord,
): string {
  const isTarget = (url: string) => url.endsWith(`/${target}`)
  const [live, backfill] = subscribers.find(({ name }) => name === subscriber)?.queues ?? []
  const queue =
    target === undefined
      ? event?.origin === "backfill"
        ? (backfill ?? live)
        : live
      : subscribers.flatMap(({ queues }) => queues).find(isTarget)
  if (queue === undefined) throw new UnknownSubscriber(id, target ?? subscriber)
  return queue
}
