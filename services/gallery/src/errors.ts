import type { ApiError } from "@darkroom/gallery-api"
import type { z } from "zod"
import { MINUTE } from "./clock.ts"

/** Thrown where a request cannot be answered as asked; the app answers with it in the contract's form. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure"
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 429
  /** What stands under `error` in the answer. */
  readonly error: ApiError
  readonly headers: Readonly<Record<string, string>>
  constructor(status: ApiFailure["status"], error: ApiError, headers: Readonly<Record<string, string>> = {}) {
    super(error.message)
    this.status = status
    this.error = error
    this.headers = headers
  }
}

/** What of the request is wrong, and where: `body.files.0.size`. */
export interface Problem {
  readonly path: string
  readonly message: string
}

export type LimitName = "photosPerDay" | "bytesPerDay" | "parallelUploads"

/** A limit that is reached, and when it opens again (ISO 8601, UTC). */
export interface LimitReached {
  readonly limit: LimitName
  readonly resetsAt: string
}

const LIMIT_MESSAGES: Record<LimitName, (opens: string) => string> = {
  photosPerDay: (opens) => `You have uploaded as many photos and videos today as you may. You can go on at ${opens}.`,
  bytesPerDay: (opens) =>
    `There is no room left for this file in what you may upload today. You can go on at ${opens}.`,
  parallelUploads: (opens) =>
    `Too many of your uploads are under way. The next can begin when some have arrived, at ${opens} at the latest.`,
}

export function unauthorized(message = "Please sign in."): ApiFailure {
  return new ApiFailure(401, { code: "Unauthorized", message }, { "www-authenticate": "Bearer" })
}

/** Of what the caller may not do, and may know of. */
export function forbidden(message: string): ApiFailure {
  return new ApiFailure(403, { code: "Forbidden", message })
}

/** Of what does not exist and of what is somebody else's: an answer must not tell which. */
export function notFound(message = "There is no such thing."): ApiFailure {
  return new ApiFailure(404, { code: "NotFound", message })
}

export function invalid(details: readonly Problem[], message = "The request makes no sense."): ApiFailure {
  return new ApiFailure(400, { code: "Invalid", message, details })
}

export function conflict(message: string): ApiFailure {
  return new ApiFailure(409, { code: "Conflict", message })
}

export function tooLarge(message: string, details?: unknown): ApiFailure {
  return new ApiFailure(413, { code: "TooLarge", message, ...(details === undefined ? {} : { details }) })
}

/** `now` in milliseconds is what Retry-After, whole seconds, counts from. `facts` stand beside the limit in the details. */
export function limitReached(reached: LimitReached, now: number, facts: object = {}): ApiFailure {
  const seconds = Math.max(1, Math.ceil((Date.parse(reached.resetsAt) - now) / 1000))
  const message = LIMIT_MESSAGES[reached.limit](minuteOf(reached.resetsAt))
  const error = { code: "LimitReached" as const, message, details: { ...reached, ...facts } }
  return new ApiFailure(429, error, { "retry-after": String(seconds) })
}

/** The whole minute at which it is open: `2026-11-22 00:00 UTC`. */
function minuteOf(time: string): string {
  const minute = new Date(Math.ceil(Date.parse(time) / MINUTE) * MINUTE).toISOString()
  return `${minute.slice(0, "yyyy-mm-ddThh:mm".length).replace("T", " ")} UTC`
}

/** What a schema found wrong in one part of the request. */
export function problemsIn(part: string, error: z.ZodError): Problem[] {
  return error.issues.map(({ path, message }) => ({ path: [part, ...path.map(String)].join("."), message }))
}
