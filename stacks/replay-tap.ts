import { bus } from "./bus.ts"
import { tapRetention } from "./retention.ts"
import { acceptFromRules, createRule } from "./subscribers.ts"

/** Of the names of replays that are read here. */
const PREFIX = "tap-"

/**
 * Nobody can read an archive but by replaying it. A replay to this rule alone puts its events into a queue that no function reads:
 * `darkroom replay` and `darkroom rebuild` do. docs/decisions/0020-replay.md
 */
const queue = new sst.aws.Queue("ReplayTap", {
  visibilityTimeout: "60 seconds",
  transform: { queue: { messageRetentionSeconds: tapRetention } },
})
const rule = createRule(
  "ReplayTap",
  "The archive, for who reads it",
  bus,
  { "replay-name": [{ prefix: PREFIX }] },
  queue,
)
acceptFromRules("ReplayTap", queue, [rule.arn])

export const tap = { rule: rule.arn, queue: queue.url, prefix: PREFIX }
