import { ImageReplaced, profileNamed, renditionKey } from "@darkroom/events"
import { exampleEvent } from "@darkroom/testing"
import { expect, it } from "vitest"
import { OriginalStillThere } from "./errors.ts"
import { bucketOf, deleted } from "./fixtures.fixture.ts"
import { removeRenditions, removeReplaced } from "./remove-renditions.ts"

const event = deleted()
const key = renditionKey(profileNamed("private-uploads").renditions!.prefix, event.data.image, 256)
const other = key.replace(event.data.image.id, "7f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11")
const rendition = (name: string) => [name, { bucket: "photos", key: name, data: Buffer.alloc(1) }] as const

it("removes the photo's renditions and no other's", async () => {
  const { state, deps } = bucketOf(undefined)
  state.renditions = new Map([rendition(key), rendition(other)])
  await removeRenditions(event, deps)
  expect([...state.renditions.keys()]).toEqual([other])
})

it("fails until the original is gone, so that a late rendering is removed as well", async () => {
  const { state, deps } = bucketOf(Buffer.alloc(1))
  state.renditions = new Map([rendition(key)])
  await expect(removeRenditions(event, deps)).rejects.toThrow(OriginalStillThere)
  expect(state.renditions.size).toBe(0)
  state.renditions = new Map([rendition(key)])
  state.original = undefined
  await removeRenditions(event, deps)
  expect(state.renditions.size).toBe(0)
})

it("has nothing to do twice", async () => {
  const { deps } = bucketOf(undefined)
  await removeRenditions(event, deps)
  await removeRenditions(event, deps)
})

it("removes the renditions of the photo that was replaced, and leaves the new one's", async () => {
  const { state, deps } = bucketOf(Buffer.alloc(1))
  state.renditions = new Map([rendition(key), rendition(other)])
  await removeReplaced(exampleEvent(ImageReplaced), deps)
  expect([...state.renditions.keys()]).toEqual([key])
})
