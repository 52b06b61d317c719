import { checkWriteConditions } from "./conditions.ts"
import type { StoredObject } from "./object-table.ts"
import { record } from "./record.ts"
import type { OccurrenceName } from "./occurrences.ts"
import type { S3Request } from "./request.ts"
import { transaction } from "../transaction.ts"
import type { S3Internals } from "./types.ts"

export interface Change {
  /** Bodies that nothing needs any more. */
  readonly freed: readonly string[]
  /** Events in the outbox. */
  readonly events: readonly number[]
}

/** Changes objects and records the events in one transaction; then delivers the events, begins to notify, and frees what is not needed. */
export async function commit(s3: S3Internals, change: () => Change): Promise<void> {
  const { freed, events } = transaction(s3.context.store, change)
  s3.notifier.start()
  await s3.outbox.deliver(events)
  await s3.bodies.remove(freed)
}

/** An object that is yet to get its version. */
export type NewObject = Omit<StoredObject, "version" | "restore">

/**
 * Makes an object current, where the request's If-Match or If-None-Match allows it. `also` runs in the same
 * transaction: it may throw, and returns further bodies to free.
 */
export async function commitObject(
  s3: S3Internals,
  request: S3Request,
  object: NewObject,
  name: OccurrenceName,
  also: () => readonly string[] = () => [],
): Promise<StoredObject> {
  const { bucket, key, body } = object
  const stored = { ...object, version: s3.versioning.newVersion(bucket) }
  try {
    await commit(s3, () => {
      checkWriteConditions(request.headers, key, s3.objects.find(bucket, key))
      const freed = [...also(), ...s3.objects.put(stored)]
      return { freed, events: record(s3, name, request, stored) }
    })
    return stored
  } catch (error) {
    if (!s3.objects.hasBody(body)) await s3.bodies.remove([body])
    throw error
  }
}

/** S3 tells times of modification in whole seconds. */
export function modificationTime({ context }: Pick<S3Internals, "context">): number {
  return Math.floor(context.clock.now() / 1000) * 1000
}
