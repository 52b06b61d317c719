import { OCCURRENCE_NAMES } from "./occurrences.ts"
import type { OccurrenceName } from "./occurrences.ts"
import type { BucketNotification, S3Bucket } from "./types.ts"

/** Events that a bucket's configuration may name, but that never happen here. */
const OTHER_EVENTS = [
  "ReducedRedundancyLostObject",
  "ObjectAcl:Put",
  "IntelligentTiering",
  "Replication:OperationFailedReplication",
  "Replication:OperationMissedThreshold",
  "Replication:OperationReplicatedAfterThreshold",
  "Replication:OperationNotTracked",
]

const EVENTS: readonly string[] = [...OCCURRENCE_NAMES, ...OTHER_EVENTS]

/** The notifications of a bucket that such an event of that key goes to. */
export function notificationsFor(
  { notifications = [] }: S3Bucket,
  name: OccurrenceName,
  key: string,
): readonly BucketNotification[] {
  return notifications.filter(
    ({ events, prefix = "", suffix = "" }) =>
      key.startsWith(prefix) && key.endsWith(suffix) && events.some((event) => expand(event).includes(name)),
  )
}

/** Throws for what AWS refuses. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html */
export function checkNotifications({ name, notifications = [] }: S3Bucket): void {
  const refuse = (why: string) => new Error(`The notifications of the bucket ${name} are refused: ${why}`)
  for (const [index, { id, events }] of notifications.entries()) {
    const unknown = events.find((event) => expand(event).length === 0)
    if (unknown !== undefined) throw refuse(`${id} names the event ${unknown}, which S3 does not have.`)
    for (const other of notifications.slice(0, index)) {
      if (other.id === id) throw refuse(`two have the ID ${id}.`)
      const shared = sharedEvent(notifications[index] ?? other, other)
      if (shared !== undefined)
        throw refuse(
          `configurations on the same bucket cannot share a common event type. ${other.id} and ${id} both get ` +
            `s3:${shared}, and their prefixes and suffixes overlap.`,
        )
    }
  }
}

/** Two overlap where a key may match both, and they have an event in common. */
function sharedEvent(a: BucketNotification, b: BucketNotification): string | undefined {
  const [first = "", second = ""] = [a.prefix, b.prefix]
  const [firstEnd = "", secondEnd = ""] = [a.suffix, b.suffix]
  if (!first.startsWith(second) && !second.startsWith(first)) return undefined
  if (!firstEnd.endsWith(secondEnd) && !secondEnd.endsWith(firstEnd)) return undefined
  const events = new Set(b.events.flatMap(expand))
  return a.events.flatMap(expand).find((event) => events.has(event))
}

/** `s3:ObjectCreated:*` stands for all that begin so. */
function expand(event: string): readonly string[] {
  const name = event.replace(/^s3:/, "")
  return EVENTS.filter((known) => (name.endsWith(":*") ? known.startsWith(name.slice(0, -1)) : known === name))
}
