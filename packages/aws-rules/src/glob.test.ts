import fc from "fast-check"
import { expect, it } from "vitest"
import { covers, overlap } from "./glob.ts"

it.each([
  ["a", "a", true],
  ["a", "b", false],
  ["", "*", true],
  ["a*", "*b", true],
  ["a*c", "abd*", true],
  ["a*c", "b*", false],
  ["private/*/uploads/*", "private/*/resized/*", true],
  ["private/*", "images/*", false],
  ["a?c", "abc", true],
  ["a?", "a", false],
  ["table/*", "table/a/index/b", true],
])("says whether a text matches both %j and %j", (one, other, expected) => {
  expect([overlap(one, other), overlap(other, one)]).toEqual([expected, expected])
})

it.each([
  ["s3:*", "s3:GetObject", true],
  ["arn:aws:s3:::darkroom-*", "arn:aws:s3:::darkroom-photos/private/*", true],
  ["arn:aws:s3:::darkroom-photos/private/a", "arn:aws:s3:::darkroom-photos/private/*", false],
  ["a.c", "abc", false],
])("says whether %j covers %j", (pattern, text, expected) => expect(covers(pattern, text)).toBe(expected))

it("finds the text that both patterns were made of", () => {
  const text = fc.array(fc.constantFrom("a", "b", "/"), { maxLength: 8 })
  /** Some characters replaced, and some runs of them. */
  const blurred = (characters: string[]) =>
    fc
      .array(fc.constantFrom("keep", "any", "one"), { minLength: characters.length, maxLength: characters.length })
      .map((how) => characters.map((each, index) => ({ keep: each, any: "*", one: "?" })[how[index]!]).join(""))
  fc.assert(
    fc.property(
      text.chain((characters) => fc.tuple(blurred(characters), blurred(characters))),
      ([one, other]) => {
        expect(overlap(one, other)).toBe(true)
      },
    ),
  )
})
