import type { CloudWatchService } from "../aws/cloudwatch/cloudwatch.ts"
import type { SqsService } from "../aws/sqs/sqs.ts"
import type { Clock } from "../clock.ts"
import type { Graph } from "../graph.ts"

const MINUTE = 60_000

/**
 * Records each minute how old the oldest message of each queue is, and how many wait, as SQS does of queues that are in use. Gives what
 * ends it. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function queueMetrics(
  { queues }: Pick<Graph, "queues">,
  { sqs, cloudWatch }: { sqs: Pick<SqsService, "peek" | "depth">; cloudWatch: Pick<CloudWatchService, "record"> },
  clock: Clock,
): () => void {
  let cancel = clock.schedule(MINUTE, tick)

  function tick(): void {
    cancel = clock.schedule(MINUTE, tick)
    for (const { arn, name } of queues) {
      const [oldest] = sqs.peek(arn, 1)
      const age = oldest === undefined ? 0 : Math.max(0, Math.round((clock.now() - oldest.sentTimestamp) / 1000))
      const record = (metric: string, value: number, unit: "Seconds" | "Count") =>
        cloudWatch.record("AWS/SQS", metric, value, unit, { QueueName: name })
      record("ApproximateAgeOfOldestMessage", age, "Seconds")
      record("ApproximateNumberOfMessagesVisible", sqs.depth(arn).visible, "Count")
    }
  }

  return () => cancel()
}
