import { expect, it } from "vitest"
import { findPhoto } from "./find-photo.ts"
import type { Stage } from "./stage.ts"

const ID = "0f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11"

const stage = {
  catalog: { entry: async (imageId: string) => (imageId === ID ? { record: { imageId } } : undefined) },
  latestUpload: async (key: string) => (key === "images/dog.jpg" ? ID : undefined),
} as unknown as Pick<Stage, "catalog" | "latestUpload">

it.each([ID, ID.toUpperCase(), "images/dog.jpg", `analyzed/success/${ID}/dog.jpg`])(
  "finds a photo by %s",
  async (reference) => {
    expect((await findPhoto(stage, reference)).record.imageId).toBe(ID)
  },
)

it.each(["images/cat.jpg", "7f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11", "analyzed/success/nobody/dog.jpg"])(
  "says that there is no %s",
  async (reference) => {
    await expect(findPhoto(stage, reference)).rejects.toThrow(reference)
  },
)
