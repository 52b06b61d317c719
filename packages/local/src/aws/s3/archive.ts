import type { StoredObject } from "./object-table.ts"

type Kept = Pick<StoredObject, "headers" | "restore">

const ARCHIVED: ReadonlySet<string> = new Set(["GLACIER", "DEEP_ARCHIVE"])

export const storageClassOf = ({ headers }: Pick<StoredObject, "headers">) =>
  headers["x-amz-storage-class"] ?? "STANDARD"

/** Whether it is in a class of which objects must be restored before they are read, restored or not. */
export const isInArchive = (object: Kept) => ARCHIVED.has(storageClassOf(object))

/** Whether it must be restored before it can be read. https://docs.aws.amazon.com/AmazonS3/latest/userguide/archived-objects.html */
export const isArchived = (object: Kept) => isInArchive(object) && object.restore?.expires === undefined

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html#API_HeadObject_ResponseSyntax */
export function restoreHeader({ restore }: Kept): Record<string, string> {
  if (restore === undefined) return {}
  const { expires } = restore
  if (expires === undefined) return { "x-amz-restore": 'ongoing-request="true"' }
  return { "x-amz-restore": `ongoing-request="false", expiry-date="${new Date(expires).toUTCString()}"` }
}
