import { GalleryError } from "@darkroom/gallery-api/client"
import { expect, it } from "vitest"
import { canPass } from "./can-pass.ts"

it.each([
  [new GalleryError(404, { code: "NotFound", message: "There is no such photo." }), false],
  [new GalleryError(500, { code: "Internal", message: "Something went wrong." }), true],
  [new TypeError("Failed to fetch"), true],
])("knows whether asking again may help: %s, %s", (error, expected) => {
  expect(canPass(error)).toBe(expected)
})
