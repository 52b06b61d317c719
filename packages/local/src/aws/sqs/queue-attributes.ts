import { AwsError } from "../errors.ts"
import { MAX_MESSAGE_BYTES } from "./input.ts"
import type { Depth } from "./message-rows.ts"
import type { QueueConfig } from "./queue-config.ts"

/** What GetQueueAttributes answers, all as strings. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export function queueAttributes(queue: QueueConfig, depth: Depth, names: readonly string[]): Record<string, string> {
  const all = allAttributes(queue, depth)
  const unknown = names.find((name) => name !== "All" && !(name in all) && !UNSET.includes(name))
  if (unknown !== undefined) throw new AwsError("InvalidAttributeName", `Unknown Attribute ${unknown}.`)
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes("All") || names.includes(name)))
}

/** Left out of the answer where a queue does not have them; these never have more than that. */
const UNSET = [
  "CreatedTimestamp",
  "KmsDataKeyReusePeriodSeconds",
  "KmsMasterKeyId",
  "LastModifiedTimestamp",
  "Policy",
  "RedriveAllowPolicy",
  "RedrivePolicy",
  "SqsManagedSseEnabled",
]

function allAttributes(queue: QueueConfig, depth: Depth) {
  const { arn, visibilityTimeout, retention, delay, receiveWait, redrive, policy } = queue
  return {
    QueueArn: arn,
    ApproximateNumberOfMessages: String(depth.visible),
    ApproximateNumberOfMessagesNotVisible: String(depth.inFlight),
    ApproximateNumberOfMessagesDelayed: String(depth.delayed),
    VisibilityTimeout: String(visibilityTimeout),
    MessageRetentionPeriod: String(retention),
    DelaySeconds: String(delay),
    ReceiveMessageWaitTimeSeconds: String(receiveWait),
    MaximumMessageSize: String(MAX_MESSAGE_BYTES),
    ...(policy !== undefined && { Policy: JSON.stringify(policy) }),
    ...(redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: redrive.deadLetterArn,
        maxReceiveCount: redrive.maxReceiveCount,
      }),
    }),
  }
}
