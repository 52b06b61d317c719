import fc from "fast-check"
import { expect, it } from "vitest"
import { literally, wildcard } from "./wildcard.ts"

/** Of few characters, so that patterns match often. */
const text = fc.string({ unit: fc.constantFrom("a", "b", ".", "*", "?", "$", "{", "}", "\n"), maxLength: 8 })
const pattern = fc.string({ unit: fc.constantFrom("a", "b", ".", "*", "?"), maxLength: 6 })

/** By the definition, without regular expressions. */
function matches([first, ...pattern]: readonly string[], text: readonly string[]): boolean {
  if (first === undefined) return text.length === 0
  if (first === "*") return matches(pattern, text) || (text.length > 0 && matches([first, ...pattern], text.slice(1)))
  return text.length > 0 && (first === "?" || first === text[0]) && matches(pattern, text.slice(1))
}

it("matches as its definition says", () => {
  fc.assert(
    fc.property(pattern, text, (wanted, actual) => {
      expect(wildcard(wanted)(actual)).toBe(matches(wanted.split(""), actual.split("")))
    }),
  )
})

it("matches a literal text and no other", () => {
  fc.assert(
    fc.property(text, text, (wanted, actual) => {
      expect(wildcard(literally(wanted))(wanted)).toBe(true)
      expect(wildcard(literally(wanted))(actual)).toBe(wanted === actual)
    }),
  )
})
