import { expect, it } from "vitest"
import { photo } from "./testing-uploads.ts"
import { isOver, moved, needsFile, newItem, restored, type UploadItem, type UploadState } from "./upload-item.ts"

const item = (patch: Partial<UploadItem> = {}): UploadItem => ({
  ...newItem(photo("a.jpg"), { clientId: "c1", albumId: undefined, order: 1 }),
  ...patch,
})

it("goes the whole way", () => {
  const way: UploadState[] = ["hashing", "waiting", "signing", "waiting", "uploading", "uploaded", "done"]
  expect(way.reduce((last, state) => moved(last, state), item()).state).toBe("done")
})

it.each<[UploadState, UploadState]>([
  ["waiting", "uploaded"],
  ["paused", "uploading"],
  ["uploaded", "cancelled"],
  ["done", "waiting"],
  ["cancelled", "waiting"],
])("never goes from %s to %s", (from, to) => {
  expect(() => moved(item({ state: from }), to)).toThrow(`from ${from} to ${to}`)
})

it("forgets an error with the next step", () => {
  const failed = moved(item(), "failed", { error: { code: "X", message: "x", retryable: true } })
  expect(moved(failed, "waiting").error).toBeUndefined()
})

it.each<[UploadState, UploadState]>([
  ["hashing", "waiting"],
  ["signing", "waiting"],
  ["uploading", "waiting"],
  ["held", "waiting"],
  ["paused", "paused"],
  ["failed", "failed"],
  ["uploaded", "uploaded"],
])("is restored from %s as %s", (from, to) => {
  expect(restored(item({ state: from, sent: 3 })).state).toBe(to)
})

it("goes on after the person has signed in again", () => {
  const error = { code: "Unauthorized", message: "Who?", retryable: true }
  expect(restored(item({ state: "failed", error })).state).toBe("waiting")
})

it.each<[Partial<UploadItem>, boolean]>([
  [{ state: "done" }, true],
  [{ state: "cancelled" }, true],
  [{ state: "failed" }, false],
  [{ state: "uploaded", photoId: "p" }, false],
  [{ state: "duplicate" }, false],
  [{ state: "duplicate", photoId: "p" }, true],
  [{ state: "duplicate", photoId: "p", albumId: "a" }, false],
  [{ state: "duplicate", photoId: "p", albumId: "a", inAlbum: true }, true],
])("of %j is over: %s", (patch, expected) => {
  expect(isOver(item(patch))).toBe(expected)
})

it("needs the file of a duplicate until its twin has become a photo", () => {
  expect(needsFile(item({ state: "duplicate" }))).toBe(true)
  expect(needsFile(item({ state: "duplicate", photoId: "p" }))).toBe(false)
})

it.each([
  ["a.HEIC", "", "image/heic"],
  ["a", "", "application/octet-stream"],
  ["a.jpg", "image/png", "image/png"],
])("takes %s of type %o for %s", (name, type, expected) => {
  const file = new File(["x"], name, { type })
  expect(newItem(file, { clientId: "c", albumId: undefined, order: 1 }).type).toBe(expected)
})
