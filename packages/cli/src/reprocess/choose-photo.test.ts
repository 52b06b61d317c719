import { videoExample } from "@darkroom/events"
import { expect, it } from "vitest"
import { choosePhoto } from "./choose-photo.ts"

it("leaves videos out, which are no photos that could not be read", () => {
  const record = { imageId: videoExample.id, image: videoExample, owner: "ada", media: "video" } as const
  expect(choosePhoto(record, {})).toBeUndefined()
})
