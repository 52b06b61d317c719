import { type GalleryClient, GalleryError } from "@darkroom/gallery-api/client"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { cleanUp } from "./clean-up.ts"

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }))
afterEach(() => void vi.useRealTimers())

/** An app with two photos; `works`: whether it deletes what it stored of one. */
function fakeApp({ works }: { works: boolean }, isInterrupted = false) {
  const photos = new Set(["a", "b"])
  const keys = new Set(["private/sub/uploads/a", "private/sub/uploads/b"])
  const removed: string[] = []
  const looks: string[] = []
  let stale: string[] = []
  const statuses = isInterrupted ? ["processing", "processed"] : []
  const client = {
    listPhotos: async () => {
      // Time passes by looking.
      vi.setSystemTime(Date.now() + 5_000)
      looks.push("look")
      const listed = [...photos, ...stale]
      stale = []
      return { photos: listed.map((photoId) => ({ photoId, status: statuses.shift() ?? "processed" })), cursor: null }
    },
    // Of one that is deleted the API knows nothing, but may list it for a moment.
    deletePhoto: async ({ params: { photoId } }: { params: { photoId: string } }) => {
      if (!photos.has(photoId)) throw new GalleryError(404, { code: "NotFound", message: "There is no such photo." })
      photos.delete(photoId)
      stale = [photoId]
      looks.push("delete")
      if (works || photoId === "a") keys.delete(`private/sub/uploads/${photoId}`)
    },
  } as unknown as GalleryClient
  const send = async ({ input }: { input: { Prefix?: string; Delete?: { Objects: { Key: string }[] } } }) => {
    for (const { Key } of input.Delete?.Objects ?? []) {
      keys.delete(Key)
      removed.push(Key)
    }
    return { Contents: [...keys].map((Key) => ({ Key })) }
  }
  const user = { token: "", how: "", account: "u@example.com", remove: vi.fn(async () => {}) }
  const stage = { bucket: "photos", s3: { send } as never }
  const run = () => cleanUp(stage, { user, client, userId: "sub", isInterrupted, next: "npx darkroom dlq list" })
  return { run, keys, removed, user, looks }
}

it("deletes the photos, waits until nothing of them is stored, and removes the user", async () => {
  const { run, keys, user, removed } = fakeApp({ works: true })
  expect(await run()).toEqual({ value: true, detail: "deleted 2 photos and u@example.com" })
  expect([keys.size, removed]).toEqual([0, []])
  expect(user.remove).toHaveBeenCalledOnce()
})

it("deletes itself what the app leaves, says so, and removes the user", async () => {
  const { run, keys, user, removed } = fakeApp({ works: false })
  await expect(run()).rejects.toMatchObject({
    expected: "the app to delete all that is stored of the photos within 30 s",
    found: "1 object left, which darkroom verify has deleted itself: private/sub/uploads/b",
  })
  expect([keys.size, removed]).toEqual([0, ["private/sub/uploads/b"]])
  expect(user.remove).toHaveBeenCalledOnce()
})

it("lets the steps under way end before it deletes after Ctrl-C", async () => {
  const { run, looks } = fakeApp({ works: true }, true)
  expect(await run()).toMatchObject({ detail: expect.stringMatching(/^deleted 2 photos/) })
  expect(looks.slice(0, 3)).toEqual(["look", "look", "look"])
})
