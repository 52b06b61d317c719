import { expect, it } from "vitest"
import { altTextOf } from "./alt-text.ts"

it("says what is seen before it says the file's name", () => {
  const labels = ["Dog", "Beach", "Sand", "Sea"].map((name) => ({ name }))
  expect(altTextOf({ name: "IMG_0042.jpg", labels })).toBe("Photo: dog, beach, sand; IMG_0042.jpg")
})

it("says the file's name alone where nothing is known yet", () => {
  expect(altTextOf({ name: "IMG_0042.jpg" })).toBe("Photo: IMG_0042.jpg")
})
