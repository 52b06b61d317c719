import { expect, it } from "vitest"
import { problemWatch, type Watched } from "./problem-watch.ts"

const LOADED = Date.UTC(2026, 4, 1, 12)
const before = new Date(LOADED - 60_000).toISOString()
const after = new Date(LOADED + 60_000).toISOString()

const photo = (photoId: string, status: Watched["status"], uploadedAt = before): Watched => ({
  photoId,
  name: `${photoId}.jpg`,
  status,
  uploadedAt,
  problem: null,
})
const idsOf = (photos: readonly Watched[]) => photos.map(({ photoId }) => photoId)

it("is silent about photos that had failed when the page was loaded, however late they are seen", () => {
  const watch = problemWatch(LOADED)
  expect(watch.see([photo("a", "failed"), photo("b", "processed")])).toEqual([])
  expect(watch.see([photo("a", "failed"), photo("b", "processed"), photo("c", "rejected")])).toEqual([])
})

it("tells once of a photo that fails before its eyes", () => {
  const watch = problemWatch(LOADED)
  watch.see([photo("a", "processing"), photo("b", "processing")])
  expect(idsOf(watch.see([photo("a", "failed"), photo("b", "processed")]))).toEqual(["a"])
  expect(watch.see([photo("a", "failed"), photo("b", "processed")])).toEqual([])
})

it("tells of a new photo that had failed before any list had it", () => {
  expect(idsOf(problemWatch(LOADED).see([photo("a", "rejected", after)]))).toEqual(["a"])
})

it("tells again of a photo that was tried again and failed again", () => {
  const watch = problemWatch(LOADED)
  watch.see([photo("a", "failed")])
  expect(watch.knows("a")).toBe(true)
  watch.begun("a")
  expect(watch.knows("a")).toBe(false)
  expect(idsOf(watch.see([photo("a", "failed")]))).toEqual(["a"])
})
