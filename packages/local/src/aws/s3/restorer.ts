import { storageClassOf } from "./archive.ts"
import { commit } from "./commit.ts"
import type { Change } from "./commit.ts"
import { midnightAfter } from "./lifecycle-rule.ts"
import type { Restore, StoredObject } from "./object-table.ts"
import { S3_ITSELF } from "./occurred.ts"
import { record } from "./record.ts"
import type { S3Internals } from "./types.ts"

/** Timers cannot be much longer than three weeks. */
const LONGEST_WAIT = 24 * 3600 * 1000

/** Ends restorations when their time has come, and takes restored copies away when theirs has. */
export interface Restorer {
  /** Looks what is due now and when to look again; call it where a restoration began or changed. */
  start(): void
  close(): Promise<void>
}

export function openRestorer(internals: () => S3Internals): Restorer {
  const underWay = new Set<Promise<void>>()
  let cancel: (() => void) | undefined
  let closed = false

  function start(): void {
    const { objects, context } = internals()
    cancel?.()
    if (closed) return
    const times = objects.restored().map(({ restore }) => dueTime(restore))
    if (times.length === 0) return
    const wait = Math.max(0, Math.min(...times) - context.clock.now())
    cancel = context.clock.schedule(Math.min(wait, LONGEST_WAIT), run)
  }
  function run(): void {
    const s3 = internals()
    for (const object of s3.objects.restored()) {
      if (dueTime(object.restore) > s3.context.clock.now()) continue
      const change = commit(s3, () => advance(s3, object)).finally(() => underWay.delete(change))
      underWay.add(change)
    }
    start()
  }
  return {
    start,
    async close() {
      closed = true
      cancel?.()
      await Promise.all(underWay)
    },
  }
}

const dueTime = (restore: Restore | undefined) => restore?.expires ?? restore?.ready ?? Infinity

function advance(s3: S3Internals, { restore, ...object }: StoredObject): Change {
  if (restore === undefined || restore.expires !== undefined) {
    s3.objects.update(object)
    return { freed: [], events: record(s3, "ObjectRestore:Delete", S3_ITSELF, object) }
  }
  const expires = midnightAfter(restore.ready, restore.days)
  s3.objects.update({ ...object, restore: { ...restore, expires } })
  const extra = {
    "restore-expiry-time": new Date(expires).toISOString().replace(".000Z", "Z"),
    "source-storage-class": storageClassOf(object),
  }
  return { freed: [], events: record(s3, "ObjectRestore:Completed", S3_ITSELF, object, extra) }
}
