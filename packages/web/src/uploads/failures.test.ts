import { GalleryError } from "@darkroom/gallery-api/client"
import { expect, it } from "vitest"
import { fileError, LONGEST_WAIT, verdictOf } from "./failures.ts"
import { s3Failure } from "./s3-failure.ts"
import { START } from "./testing-uploads.ts"

const xml = (code: string, message = "") => `<Error><Code>${code}</Code><Message>${message}</Message></Error>`

it.each([
  [s3Failure(400, xml("EntityTooLarge")), "fail", "FileChanged"],
  [s3Failure(400, xml("BadDigest")), "fail", "FileChanged"],
  [s3Failure(403, xml("AccessDenied", "Access Denied")), "sign", "AccessDenied"],
  [s3Failure(503, xml("SlowDown")), "again", "SlowDown"],
  [s3Failure(400, xml("RequestTimeout")), "again", "RequestTimeout"],
  [s3Failure(413, "<html>"), "fail", "Status413"],
  [new GalleryError(500, { code: "Internal", message: "Sorry." }), "again", "Internal"],
  [new GalleryError(401, { code: "Unauthorized", message: "" }), "fail", "Unauthorized"],
  [new GalleryError(404, { code: "NotFound", message: "You have no such album." }), "fail", "NotFound"],
  [new Error("odd"), "fail", "Unknown"],
])("judges %s as %s", (cause, kind, code) => {
  const verdict = verdictOf(cause, START)
  expect(verdict).toMatchObject({ kind, error: { code } })
  if (verdict.kind !== "network") expect(verdict.error.message).toMatch(/\w/)
})

it("takes a failed fetch for a lost network", () => {
  expect(verdictOf(new TypeError("Failed to fetch"), START)).toEqual({ kind: "network" })
})

it("waits a minute for a limit that does not say when it opens", () => {
  const verdict = verdictOf(new GalleryError(429, { code: "Internal", message: "Too many requests" }), START)
  expect(verdict).toMatchObject({ kind: "limit", error: { code: "LimitReached", opensAt: START + 60_000 } })
})

it.each([
  [LONGEST_WAIT, "limit"],
  [LONGEST_WAIT + 1, "fail"],
])("for a limit that opens in %i ms says %s", (wait, kind) => {
  const details = { limit: "bytesPerDay", resetsAt: new Date(START + wait).toISOString() }
  const cause = new GalleryError(429, { code: "LimitReached", message: "Enough.", details })
  expect(verdictOf(cause, START).kind).toBe(kind)
})

it("tells a file that is gone from one that cannot be read", () => {
  expect(fileError(new DOMException("", "NotFoundError"))).toMatchObject({ code: "FileGone", retryable: false })
  expect(fileError(new DOMException("", "NotReadableError"))).toMatchObject({ code: "Unreadable", retryable: true })
  expect(fileError(new Error("odd"))).toBeUndefined()
})
