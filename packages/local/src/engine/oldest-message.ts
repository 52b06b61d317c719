import type { SqsService } from "../aws/sqs/sqs.ts"

/** Seconds that the oldest message of a queue has been there; undefined where there is none. `now` is in milliseconds. */
export function oldestSeconds(sqs: Pick<SqsService, "peek">, queueArn: string, now: number): number | undefined {
  const [oldest] = sqs.peek(queueArn, 1)
  return oldest && Math.max(0, Math.round((now - oldest.sentTimestamp) / 1000))
}
