import { expect, it } from "vitest"
import { ageText, namedText, perCentText, wordsOf } from "./found.ts"

it("says how old somebody looks", () => {
  expect([ageText({ low: 25, high: 35 }), ageText({ low: 4, high: 4 })]).toEqual(["25 to 35 years", "4 years"])
})

it("never shows more than there is: what is hidden at 95 % does not show as 95 %", () => {
  expect([94.9, 95, 99.99, 100, 0].map(perCentText)).toEqual(["94", "95", "99", "100", "0"].map((n) => `${n}\u00a0%`))
})

it("names what is sure enough, each kept on a line with how sure it is", () => {
  const emotions = [
    { name: "HAPPY", confidence: 98.4 },
    { name: "EyesOpen", confidence: 80 },
    { name: "CALM", confidence: 79.9 },
  ]
  expect(namedText(emotions, 80)).toBe("Happy\u00a098\u00a0%, Eyes\u00a0open\u00a080\u00a0%")
  expect(namedText(emotions, 99)).toBe("")
})

it("writes names as people do", () => {
  expect(["HAPPY", "EyesOpen", "Eyeglasses", "FACE_OCCLUDED", "navy", ""].map(wordsOf)).toEqual([
    "Happy",
    "Eyes open",
    "Eyeglasses",
    "Face occluded",
    "Navy",
    "",
  ])
})
