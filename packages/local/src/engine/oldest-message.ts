import type { SqsService } from "../aws/sqs/sqs.ts"

/** Seconds that the oldest message of a queue has been there; undefined where there is none. `now` is in milliseconds. */
export function oldestSeconds(sqs: Pick<SqsService, "peek">, queueArn: string, now: number): number | undefined {
  const [oldest] = sqs.peek(queueArn, 1)
  return oldest && secondsSince(oldest, now)
}

/** Receives from which on SQS no longer counts a message that is still there. */
const TRIED = 3
/** Oldest messages that are looked at. */
const LOOKED_AT = 100

/** The same of those that were not received three times, as CloudWatch has it. */
export function oldestUntriedSeconds(sqs: Pick<SqsService, "peek">, queueArn: string, now: number): number | undefined {
  const untried = sqs.peek(queueArn, LOOKED_AT).find(({ receiveCount }) => receiveCount < TRIED)
  return untried && secondsSince(untried, now)
}

function secondsSince({ sentTimestamp }: { readonly sentTimestamp: number }, now: number): number {
  return Math.max(0, Math.round((now - sentTimestamp) / 1000))
}
