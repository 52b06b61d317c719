import { expect, it } from "vitest"
import { boxColours } from "./box-colours.ts"

const names = ["Dog", "Person", "Car", "Tree", "Face", "Boat", "Ball", "Cat"]

it("gives each name of a photo its own colour as long as there are some", () => {
  expect(new Set(boxColours(names).values()).size).toBe(8)
})

it("gives a name the same colour in each photo where it can", () => {
  expect(boxColours(["Dog"]).get("Dog")).toBe(boxColours(["Dog", "Person"]).get("Dog"))
})

it("has a colour for everybody, even where there are more names than colours", () => {
  const colours = boxColours([...names, ...names.map((name) => `${name} 2`)])
  expect(colours.size).toBe(16)
  expect([...colours.values()].every((colour) => /^#[0-9a-f]{6}$/.test(colour))).toBe(true)
})
