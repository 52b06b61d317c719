import { GalleryError } from "@darkroom/gallery-api/client"
import { ConnectionLost } from "./connection-lost.ts"
import { S3Failure } from "./s3-failure.ts"
import type { UploadError } from "./upload-item.ts"

/** What is to be done about a failure. */
export type Verdict =
  /** Nothing, until the person says so. */
  | { readonly kind: "fail"; readonly error: UploadError }
  /** Wait until `error.opensAt`. */
  | { readonly kind: "limit"; readonly error: UploadError & { readonly opensAt: number } }
  /** Ask for another form. */
  | { readonly kind: "sign"; readonly error: UploadError }
  /** Try the same again, a few times. */
  | { readonly kind: "again"; readonly error: UploadError }
  /** Perhaps the network is gone. */
  | { readonly kind: "network" }

const HOUR = 3_600_000
/** A limit that opens later than this is not waited for: the page will not be open for so long. */
export const LONGEST_WAIT = 12 * HOUR
/** Where a limit does not say when it opens. */
const UNKNOWN_WAIT = 60_000
/** Other uploads end long before their reservations run out, which is what the limit's own time tells. */
const UNTIL_OTHERS_END = 10_000

/** Judges whatever a request was rejected with. */
export function verdictOf(cause: unknown, now: number): Verdict {
  if (cause instanceof GalleryError) return ofApi(cause, now)
  if (cause instanceof S3Failure) return ofS3(cause)
  // fetch rejects with a TypeError where there is no network.
  if (cause instanceof ConnectionLost || cause instanceof TypeError) return { kind: "network" }
  return { kind: "fail", error: fileError(cause) ?? failure("Unknown", unknownText(cause)) }
}

interface ApiRefusal {
  readonly status?: number
  readonly code: string
  readonly message: string
  readonly details?: unknown
}

/** Judges an error that the API answered with, of a request or of one of its files. */
export function ofApi({ status = 0, code, message, details }: ApiRefusal, now: number): Verdict {
  if (code === "LimitReached" || status === 429) return ofLimit(message, details, now)
  if (code === "Unauthorized") {
    return fail(code, "You were signed out. Sign in again; the upload goes on after that.")
  }
  if (code === "Internal" || status >= 500) return { kind: "again", error: failure(code, message) }
  return { kind: "fail", error: failure(code, message, code !== "TooLarge") }
}

/** The page tells the time in the reader's zone itself. */
const LIMIT_TEXTS: Readonly<Record<string, string>> = {
  photosPerDay: "You have uploaded as many photos today as you may.",
  bytesPerDay: "There is no room left for this file in what you may upload today.",
}

function ofLimit(message: string, details: unknown, now: number): Verdict {
  const { resetsAt, limit } = (details ?? {}) as { resetsAt?: string; limit?: string }
  if (limit === "parallelUploads") {
    return { kind: "limit", error: { ...failure("TooManyAtOnce", message), opensAt: now + UNTIL_OTHERS_END } }
  }
  const parsed = Date.parse(resetsAt ?? "")
  const opensAt = Number.isNaN(parsed) ? now + UNKNOWN_WAIT : Math.max(parsed, now + 1000)
  const error = { ...failure("LimitReached", LIMIT_TEXTS[limit ?? ""] ?? message), opensAt }
  return opensAt - now > LONGEST_WAIT ? { kind: "fail", error } : { kind: "limit", error }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function ofS3({ status, code, message }: S3Failure): Verdict {
  const changed = CHANGED.has(code)
  if (changed) return fail("FileChanged", "The file was changed while it was uploaded. Try it again.")
  if (code === "EntityTooLarge") return fail("FileChanged", "The file has grown since it was chosen. Try it again.")
  if (code === "EntityTooSmall") return fail("FileChanged", "The file has shrunk since it was chosen. Try it again.")
  if (status === 403) return { kind: "sign", error: failure(code, refusal(message)) }
  const text = status >= 500 ? "The storage is busy." : `The storage refused the file (${code}).`
  const error = failure(code, text)
  return status >= 500 || code === "RequestTimeout" ? { kind: "again", error } : { kind: "fail", error }
}

const CHANGED = new Set(["BadDigest", "XAmzContentChecksumMismatch"])

const refusal = (message: string) =>
  /expired/i.test(message)
    ? "The permission to upload ran out before the file had arrived. Try it again."
    : "The storage does not allow this upload. Try it again."

/** A file that cannot be read; undefined where that is not what happened. */
export function fileError(cause: unknown): UploadError | undefined {
  const name = cause instanceof Error ? cause.name : ""
  if (name === "NotFoundError")
    return failure("FileGone", "The file is no longer where it was. Choose it again.", false)
  if (name !== "NotReadableError" && name !== "SecurityError") return undefined
  return failure("Unreadable", "The file cannot be read: it was moved, changed or locked. Choose it again.")
}

export function failure(code: string, message: string, retryable = true): UploadError {
  return { code, message, retryable }
}

const fail = (code: string, message: string): Verdict => ({ kind: "fail", error: failure(code, message) })

const unknownText = (cause: unknown) =>
  cause instanceof Error && cause.message ? cause.message : "Something went wrong."
