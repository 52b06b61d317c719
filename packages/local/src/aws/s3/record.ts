import { eventDetail } from "./event-detail.ts"
import { notificationRecord } from "./notification-record.ts"
import { notificationsFor } from "./notifications.ts"
import { occurredNow } from "./occurred.ts"
import type { Actor, Extra, Subject } from "./occurred.ts"
import { occurrence } from "./occurrences.ts"
import type { OccurrenceName } from "./occurrences.ts"
import type { S3Internals } from "./types.ts"

/**
 * Records what happened to an object, for EventBridge and the bucket's notifications; call it in the transaction that
 * changes the object. Returns the events to deliver.
 */
export function record(
  s3: S3Internals,
  name: OccurrenceName,
  actor: Actor,
  subject: Subject,
  extra: Extra = {},
): number[] {
  const bucket = s3.buckets.get(subject.bucket)
  const wanted = bucket ? notificationsFor(bucket, name, subject.key) : []
  if (!bucket || (!bucket.eventBridge && wanted.length === 0)) return []
  const occurred = occurredNow(s3, name, actor, subject, extra)
  for (const { id, arn } of wanted)
    s3.notifier.add(arn, bucket.name, notificationRecord(s3, occurred, id), occurred.traceHeader)
  if (!bucket.eventBridge) return []
  const { type } = occurrence(name)
  return [s3.outbox.add({ type, bucket: bucket.name, time: occurred.time, detail: eventDetail(occurred) })]
}
