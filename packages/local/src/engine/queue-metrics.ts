import type { CloudWatchService } from "../aws/cloudwatch/cloudwatch.ts"
import type { SqsService } from "../aws/sqs/sqs.ts"
import type { Clock } from "../clock.ts"
import type { Graph } from "../graph.ts"
import { oldestUntriedSeconds } from "./oldest-message.ts"

const MINUTE = 60_000

/**
 * Records each minute how old the oldest message of each queue is, and how many wait, as SQS does, of those that are not empty. Gives what
 * ends it. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function queueMetrics(
  { queues }: Pick<Graph, "queues">,
  { sqs, cloudWatch }: { sqs: Pick<SqsService, "peek" | "depth">; cloudWatch: Pick<CloudWatchService, "record"> },
  clock: Clock,
): () => void {
  let cancel = clock.schedule(MINUTE, tick)
  // What was not empty the last time is told once more, so that the figures end at nothing.
  const used = new Set<string>()

  function tick(): void {
    cancel = clock.schedule(MINUTE, tick)
    for (const { arn, name } of queues) {
      const age = oldestUntriedSeconds(sqs, arn, clock.now())
      const isEmpty = sqs.peek(arn, 1).length === 0
      if (isEmpty && !used.delete(arn)) continue
      if (!isEmpty) used.add(arn)
      const record = (metric: string, value: number, unit: "Seconds" | "Count") =>
        cloudWatch.record("AWS/SQS", metric, value, unit, { QueueName: name })
      record("ApproximateAgeOfOldestMessage", age ?? 0, "Seconds")
      record("ApproximateNumberOfMessagesVisible", sqs.depth(arn).visible, "Count")
    }
  }

  return () => cancel()
}
