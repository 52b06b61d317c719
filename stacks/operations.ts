import { backfillSubscribers } from "./backfill.ts"
import { archive } from "./bus.ts"
import { subscribers } from "./services.ts"
import { undelivered } from "./subscribers.ts"
import { videoSubscribers } from "./video.ts"
import { webhooks } from "./webhooks.ts"

/**
 * What the `darkroom` command has to know of a stage besides its links: who is fed by which rule and queue. It is no link of any
 * function. packages/cli/src/operations.ts reads it.
 */
new sst.Linkable("Operations", {
  properties: {
    archive: archive.arn,
    undelivered: undelivered.url,
    subscribers: [...subscribers, ...videoSubscribers, ...backfillSubscribers, ...webhooks].map(
      ({ service, name, rules, queue, backfillQueue, deadLetters }) => ({
        service,
        name,
        rules,
        queues: [queue, backfillQueue].flatMap((each) => (each ? [each.url] : [])),
        deadLetters: deadLetters.url,
      }),
    ),
  },
})
