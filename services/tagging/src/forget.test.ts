import { ImageDeleted, ImageReplaced, responseKey } from "@darkroom/events"
import { exampleEvent } from "@darkroom/testing"
import { expect, it, vi } from "vitest"
import { forgetDeleted, forgetReplaced } from "./forget.ts"
import { imageOf } from "./recogniser.fixture.ts"

function start() {
  const remove = vi.fn(async (_key: string) => {})
  return { remove, deps: { documents: { read: vi.fn(), write: vi.fn(), remove } } }
}

it("removes what was recognised in a deleted photo, moved or not", async () => {
  const image = imageOf("images", "images/a/dog.jpg")
  for (const key of [image.key, `analyzed/success/${image.id}/a/dog.jpg`]) {
    const { remove, deps } = start()
    await forgetDeleted(exampleEvent(ImageDeleted, { image: { ...image, key } }), deps)
    expect(remove.mock.calls).toEqual([[responseKey(image)]])
  }
})

it("removes that of a replaced photo, and not that of the photo in its place", async () => {
  const { remove, deps } = start()
  const replacedBy = imageOf()
  const imageId = "7f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11"
  await forgetReplaced(exampleEvent(ImageReplaced, { imageId, replacedBy }), deps)
  expect(remove.mock.calls).toEqual([[responseKey({ key: replacedBy.key, id: imageId })]])
})
