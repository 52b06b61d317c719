import type { DeadLetterRecord } from "@darkroom/events"
import { UnknownSubscriber } from "../errors.ts"
import { laneOf, type Operations } from "../operations.ts"

/** URL of the queue that the message came from, in the lane of backfills where it is a backfill's. Throws UnknownSubscriber. */
export function queueOf(
  { subscribers }: Pick<Operations, "subscribers">,
  { id, subscriber, target, event }: DeadLetterRecord,
): string {
  const isTarget = (url: string) => url.endsWith(`/${target}`)
  const known = subscribers.find(({ name }) => name === subscriber)
  const queue =
    target === undefined
      ? known && laneOf(known, event?.origin)
      : subscribers.flatMap(({ queues }) => queues).find(isTarget)
  if (queue === undefined) throw new UnknownSubscriber(id, target ?? subscriber)
  return queue
}
