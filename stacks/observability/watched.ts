import { backfillBatch, backfillControl, backfillSubscribers } from "../backfill.ts"
import { catalogRebuild } from "../catalog-rebuild.ts"
import { failures } from "../failures.ts"
import { gallery } from "../gallery.ts"
import { live } from "../realtime.ts"
import { tapRule } from "../replay-tap.ts"
import { subscribers as photoSubscribers } from "../services.ts"
import { stallWatch } from "../stall-watch.ts"
import { undelivered } from "../subscribers.ts"
import * as tables from "../tables.ts"
import { videoDecoders, videoSubscribers, videoSweep } from "../video.ts"
import { webhooks } from "../webhooks.ts"

/** What the alarms and the dashboard are about, by the names of stacks/. */

const subscribers = [...photoSubscribers, ...videoSubscribers, ...backfillSubscribers]

/** Who counts messages, by the name under which packages/lambda does. */
export const services = [...new Set(subscribers.map(({ service }) => service))]

type Lambda = $util.Input<sst.aws.Function>

const functionOf = (id: string, lambda: Lambda) => {
  const node = $output(lambda).apply((component) => component.nodes.function)
  const logs = $output(lambda).apply((component) => component.nodes.logGroup)
  return {
    id,
    // Pulumi takes all of a function for secret that has a secret in its environment; these are none.
    name: $util.unsecret(node.name),
    /** Seconds. */
    timeout: $util.unsecret(node.timeout).apply((seconds) => seconds ?? 3),
    /** MB. */
    memory: $util.unsecret(node.memorySize).apply((megabytes) => megabytes ?? 128),
    logGroup: logs.apply((group) => group!.name),
  }
}

export const functions = [
  ...[...subscribers, ...webhooks].map(({ name, handler }) => functionOf(name, handler)),
  functionOf("Failures", failures),
  functionOf("CatalogRebuild", catalogRebuild),
  functionOf("GalleryApi", gallery),
  functionOf("BackfillControl", backfillControl),
  functionOf("BackfillBatch", backfillBatch),
  ...(videoSweep ? [functionOf("VideoSweepHandler", videoSweep.nodes.function)] : []),
  ...(videoDecoders
    ? [
        functionOf("VideoLookHandler", videoDecoders.look.node),
        functionOf("VideoConvertHandler", videoDecoders.convert.node),
      ]
    : []),
  functionOf("StallWatchHandler", stallWatch.nodes.function),
  functionOf("LiveAuthorizerHandler", live.nodes.authHandler),
]

const nameOf = (queue: sst.aws.Queue) => queue.nodes.queue.name

/** A message of a webhook is tried for three days by intention: its queue's age tells nothing, its dead letters do. */
export const liveQueues = subscribers.map(({ name, queue }) => ({ id: name, name: nameOf(queue) }))

export const backfillQueues = subscribers.flatMap(({ name, backfillQueue }) =>
  backfillQueue ? [{ id: name, name: nameOf(backfillQueue) }] : [],
)

export const deadLetterQueues = [
  ...[...subscribers, ...webhooks].map(({ name, deadLetters }) => ({ id: name, name: nameOf(deadLetters) })),
  { id: "Undelivered", name: nameOf(undelivered) },
]

export const rules = [...subscribers, ...webhooks].flatMap(({ eventRules }) => eventRules).concat(tapRule)

const indexes: Readonly<Record<string, readonly string[]>> = {
  ImageMetadata: ["byOwner", "byLabel", "byChecksum", "byCorrelation", "byDue"],
  DeadLetters: ["byState"],
}

export const watchedTables = Object.entries(tables).map(([key, table]) => {
  const id = key.charAt(0).toUpperCase() + key.slice(1)
  return { id, name: table.name, indexes: indexes[id] ?? [] }
})
