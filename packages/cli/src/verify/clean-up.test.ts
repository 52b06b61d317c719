import type { GalleryClient } from "@darkroom/gallery-api/client"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { cleanUp } from "./clean-up.ts"

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }))
afterEach(() => void vi.useRealTimers())

/** An app with two photos; `works`: whether it deletes what it stored of one. */
function fakeApp({ works }: { works: boolean }) {
  const photos = new Set(["a", "b"])
  const keys = new Set(["private/sub/uploads/a", "private/sub/uploads/b"])
  const removed: string[] = []
  const client = {
    listPhotos: async () => {
      // Time passes by looking.
      vi.setSystemTime(Date.now() + 10_000)
      return { photos: [...photos].map((photoId) => ({ photoId })), cursor: null }
    },
    deletePhoto: async ({ params: { photoId } }: { params: { photoId: string } }) => {
      photos.delete(photoId)
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
  const run = () => cleanUp(stage, { user, client, userId: "sub", next: "npx darkroom dlq list" })
  return { run, keys, removed, user }
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
