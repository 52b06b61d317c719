import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch"
import { measured, type Metric } from "./measured.ts"

const MINUTES = 60_000
const WINDOW = 10 * MINUTES
const PERIOD_SECONDS = 60

/**
 * Seconds that the oldest message of each queue had waited when it was last measured, by the queue's URL; 0 where nothing was. SQS tells it
 * to CloudWatch alone. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export async function queueAges(
  client: Pick<CloudWatchClient, "send">,
  urls: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, number>> {
  const metrics = Object.fromEntries(urls.map((url): [string, Metric] => [url, ageOf(url)]))
  const values = await measured(client, metrics, { from: now - WINDOW, to: now, period: PERIOD_SECONDS })
  return new Map(urls.map((url) => [url, values[url]?.[0] ?? 0]))
}

function ageOf(url: string): Metric {
  const QueueName = url.slice(url.lastIndexOf("/") + 1)
  return { namespace: "AWS/SQS", name: "ApproximateAgeOfOldestMessage", dimensions: { QueueName }, stat: "Maximum" }
}
