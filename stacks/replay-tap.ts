import { bus } from "./bus.ts"
import { tapRetention } from "./retention.ts"
import { acceptFromRules, createRule } from "./subscribers.ts"

/** Of the names of replays that are read here. */
const PREFIX = "tap-"

/**
 * Nobody can read an archive but by replaying it. A replay to this rule alone puts its events into a queue that no function reads:
 * `darkroom replay` and `darkroom rebuild` do. docs/decisions/0021-replay.md
 */
const queue = new sst.aws.Queue("ReplayTap", {
  visibilityTimeout: "60 seconds",
  transform: { queue: { messageRetentionSeconds: tapRetention } },
})
export const tapRule = createRule(
  "ReplayTap",
  "The archive, for who reads it",
  bus,
  { "replay-name": [{ prefix: PREFIX }] },
  queue,
)
acceptFromRules("ReplayTap", queue, [tapRule.arn])

export const tap = { rule: tapRule.arn, queue: queue.url, prefix: PREFIX }
