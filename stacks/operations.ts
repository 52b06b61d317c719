import { backfillSubscribers } from "./backfill.ts"
import { archive, bus } from "./bus.ts"
import { metricsNamespace } from "./defaults.ts"
import { hosted } from "./hosted.ts"
import { tap } from "./replay-tap.ts"
import { archiveRetention } from "./retention.ts"
import { functions } from "./observability/watched.ts"
import { subscribers } from "./services.ts"
import { undelivered } from "./subscribers.ts"
import { videoSubscribers } from "./video.ts"
import { webhooks } from "./webhooks.ts"

/** Where nothing tells packages/lambda a namespace. */
const LAPTOP_METRICS = "Darkroom"

/**
 * What the `darkroom` command has to know of a stage besides its links: who is fed by which rule and queue. It is no link of any
 * function. packages/cli/src/operations.ts reads it.
 */
new sst.Linkable("Operations", {
  properties: {
    archive: archive.arn,
    archiveDays: archiveRetention,
    bus: bus.arn,
    tap,
    undelivered: undelivered.url,
    subscribers: [...subscribers, ...videoSubscribers, ...backfillSubscribers, ...webhooks].map(
      ({ service, name, rules, onReplay, queue, backfillQueue, deadLetters }) => ({
        service,
        name,
        rules,
        onReplay,
        queues: [queue, backfillQueue].flatMap((each) => (each ? [each.url] : [])),
        deadLetters: deadLetters.url,
      }),
    ),
    functions: functions.map(({ id, name, memory }) => ({ id, name, memory })),
    metrics: hosted ? metricsNamespace : LAPTOP_METRICS,
  },
})
