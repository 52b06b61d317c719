import { headerNotImplemented, noSuchKey, preconditionFailed } from "./errors.ts"
import type { StoredObject } from "./object-table.ts"

type Headers = Readonly<Record<string, string>>
type Validators = Pick<StoredObject, "etag" | "modified">

/**
 * Evaluates a read's conditions: throws PreconditionFailed, or tells whether the caller's copy is still good.
 * `prefix` is for CopyObject's conditions on its source. The order is RFC 9110's, section 13.2.2.
 */
export function checkReadConditions(headers: Headers, object: Validators, prefix = ""): "modified" | "not modified" {
  const ifMatch = headers[`${prefix}if-match`]
  const ifNoneMatch = headers[`${prefix}if-none-match`]
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, object.etag)) throw preconditionFailed("If-Match")
  } else if (isAfter(object.modified, headers[`${prefix}if-unmodified-since`]) === true) {
    throw preconditionFailed("If-Unmodified-Since")
  }
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, object.etag) ? "not modified" : "modified"
  return isAfter(object.modified, headers[`${prefix}if-modified-since`]) === false ? "not modified" : "modified"
}

/** Evaluates a conditional write against the object that is there now. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export function checkWriteConditions(headers: Headers, key: string, existing: Validators | undefined): void {
  const ifMatch = headers["if-match"]
  const ifNoneMatch = headers["if-none-match"]
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*") throw headerNotImplemented("If-None-Match")
  if (ifNoneMatch !== undefined && existing !== undefined) throw preconditionFailed("If-None-Match")
  if (ifMatch === undefined) return
  if (existing === undefined) throw noSuchKey(key)
  if (!matches(ifMatch, existing.etag)) throw preconditionFailed("If-Match")
}

/** Whether an If-Match or If-None-Match list has that ETag. */
export function matches(list: string, etag: string): boolean {
  const entries = list.split(",").map((entry) =>
    entry
      .trim()
      .replace(/^W\//, "")
      .replace(/^"(.*)"$/, "$1"),
  )
  return entries.includes("*") || entries.includes(etag)
}

/** undefined where there is no readable date. */
function isAfter(modified: number, date: string | undefined): boolean | undefined {
  const time = Date.parse(date ?? "")
  return Number.isNaN(time) ? undefined : modified > time
}
