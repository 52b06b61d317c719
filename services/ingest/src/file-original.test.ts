import { type Image, ImageProcessed } from "@darkroom/events"
import { exampleEvent } from "@darkroom/testing"
import { expect, it } from "vitest"
import { fileOriginal } from "./file-original.ts"
import { failure, ingested, KEY, processed, success } from "./story.fixture.ts"
import { memoryWorld } from "./world.fixture.ts"

const tagging = (image: Image) =>
  exampleEvent(ImageProcessed, {
    image,
    decision: { rules: "r", rule: null, category: "review", reason: "Nothing was seen.", disposition: { kind: "tag" } },
  })

it("does nothing where nothing was decided, or nothing is to be done", async () => {
  const { deps, objects } = memoryWorld()
  const { decision } = tagging(exampleEvent(ImageProcessed).data.image).data
  const nothing = { ...decision!, disposition: { kind: "none" as const } }
  for (const event of [exampleEvent(ImageProcessed), exampleEvent(ImageProcessed, { decision: nothing })])
    expect(await fileOriginal(event, deps)).toBeUndefined()
  expect(objects.size).toBe(0)
})

it("tags an original that is still what was uploaded, and no other", async () => {
  const { first, world } = await ingested()
  expect(await fileOriginal(tagging(first), world.deps)).toBeUndefined()
  expect(world.objects.get(KEY)?.tag).toBe("review")
  world.put(KEY, "e2")
  await fileOriginal(tagging(first), world.deps)
  expect(world.objects.get(KEY)?.tag).toBeUndefined()
})

it("moves an original, with the tag, and says the same when it is told once more", async () => {
  const { first, world } = await ingested()
  const moved = await fileOriginal(processed(first, "success"), world.deps)
  const copy = { etag: "e1", sequencer: first.sequencer, imageId: first.id, tag: "success" }
  expect([...world.objects]).toEqual([[success(first.id), expect.objectContaining(copy)]])
  expect(moved?.data.to).toEqual({ bucket: "photos", key: success(first.id), etag: "e1" })
  const again = await fileOriginal(processed(first, "success"), world.deps)
  expect([again?.metadata.id, again?.data]).toEqual([moved?.metadata.id, moved?.data])
})

it("moves an original again that was decided on otherwise, and leaves it where the decision is the same", async () => {
  const { first, world } = await ingested()
  await fileOriginal(processed(first, "success"), world.deps)
  const image = { ...first, key: success(first.id) }
  expect(await fileOriginal(processed(image, "success", "same"), world.deps)).toBeUndefined()
  const moved = await fileOriginal(processed(image, "failure", "again"), world.deps)
  expect(moved?.data).toMatchObject({ image, to: { key: failure(first.id) }, category: "failure" })
  expect([...world.objects.keys()]).toEqual([failure(first.id)])
  expect(await fileOriginal(processed(first, "success"), world.deps)).toBeUndefined()
  expect([...world.objects.keys()]).toEqual([failure(first.id)])
})

it("takes no object for the photo's copy that does not say so", async () => {
  const { first, world } = await ingested()
  world.put(success(first.id), "foreign")
  const moved = await fileOriginal(processed(first, "success"), world.deps)
  expect(moved?.data.to.etag).toBe("e1")
  expect(world.objects.get(success(first.id))).toMatchObject({ etag: "e1", imageId: first.id })
})

it("leaves an original where it is that was overwritten", async () => {
  const { first, world } = await ingested()
  world.put(KEY, "e2")
  expect(await fileOriginal(processed(first, "success"), world.deps)).toBeUndefined()
  expect([...world.objects.values()].map(({ etag }) => etag)).toEqual(["e2"])
  expect(world.uploads.get(KEY)).not.toHaveProperty("heldBy")
})
