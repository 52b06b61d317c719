import { checkWriteConditions } from "./conditions.ts"
import { recordCreated } from "./event-detail.ts"
import type { StoredObject } from "./object-table.ts"
import type { S3Request } from "./request.ts"
import { transaction } from "../transaction.ts"
import type { S3Internals } from "./types.ts"

export interface Change {
  /** Bodies that nothing needs any more. */
  readonly freed: readonly string[]
  /** Events in the outbox. */
  readonly events: readonly number[]
}

/** Changes objects and records the events in one transaction; then delivers the events and frees what is not needed. */
export async function commit(s3: S3Internals, change: () => Change): Promise<void> {
  const { freed, events } = transaction(s3.context.store, change)
  await s3.outbox.deliver(events)
  await s3.bodies.remove(freed)
}

/**
 * Makes an object current, where the request's If-Match or If-None-Match allows it. `also` runs in the same
 * transaction: it may throw, and returns further bodies to free.
 */
export async function commitObject(
  s3: S3Internals,
  request: S3Request,
  object: StoredObject,
  reason: Parameters<typeof recordCreated>[3],
  also: () => readonly string[] = () => [],
): Promise<void> {
  try {
    await commit(s3, () => {
      checkWriteConditions(request.headers, object.key, s3.objects.find(object.bucket, object.key))
      const freed = [...also(), ...s3.objects.put(object)]
      return { freed, events: recordCreated(s3, request, object, reason) }
    })
  } catch (error) {
    if (!s3.objects.hasBody(object.body)) await s3.bodies.remove([object.body])
    throw error
  }
}

/** S3 tells times of modification in whole seconds. */
export function modificationTime({ context }: S3Internals): number {
  return Math.floor(context.clock.now() / 1000) * 1000
}
