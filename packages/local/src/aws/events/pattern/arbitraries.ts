import fc from "fast-check"
import type { JsonObject } from "./value.ts"

// Few keys and few values, so that patterns and events meet often.
const text = fc.constantFrom("", "a", "ab", "b", "ba", "B", "10.0.0.1")
const number = fc.constantFrom(-1, 0, 0.5, 1, 2)
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null))
const plainKey = fc.constantFrom("x", "y", "z")
const orKey = fc.constantFrom("p", "q")

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 4 },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.oneof(plainKey, orKey), tie("value"), { maxKeys: 4 }),
  ),
}))

export const event: fc.Arbitrary<JsonObject> = fc.dictionary(fc.oneof(plainKey, orKey), value, { maxKeys: 5 })

const expression = fc.oneof(
  { arbitrary: leaf, weight: 4 },
  text.map((prefix) => ({ prefix })),
  text.map((suffix) => ({ suffix })),
  text.map((ignored) => ({ "equals-ignore-case": ignored })),
  fc.uniqueArray(text, { minLength: 1, maxLength: 2 }).map((refused) => ({ "anything-but": refused })),
  fc.constantFrom("a*", "*a", "*", "a*b").map((wildcard) => ({ wildcard })),
  fc.tuple(fc.constantFrom(">", ">=", "<", "<=", "="), number).map((numeric) => ({ numeric })),
  fc.boolean().map((exists) => ({ exists })),
  fc.constant({ cidr: "10.0.0.0/8" }),
)
const field = fc.array(expression, { minLength: 1, maxLength: 2 })

function fieldsOf(key: fc.Arbitrary<string>, depth: number): fc.Arbitrary<JsonObject> {
  const below = depth === 0 ? field : fc.oneof(field, fieldsOf(fc.oneof(plainKey, orKey), depth - 1))
  return fc.dictionary(key, below, { minKeys: 1, maxKeys: 3 })
}

/** Patterns without `$or`. */
export const plainPattern = fieldsOf(plainKey, 2)

/** Patterns of which some have an `$or`, of fields that the rest of the pattern does not have. */
export const pattern: fc.Arbitrary<JsonObject> = fc
  .tuple(plainPattern, fc.option(fc.array(fieldsOf(orKey, 1), { minLength: 2, maxLength: 3 }), { nil: undefined }))
  .map(([plain, branches]) => (branches === undefined ? plain : { ...plain, $or: branches }))

const bit = fc.constantFrom(0, 1)
const bits = fc.array(bit, { minLength: 1, maxLength: 2 })
const element = fc.record(
  { x: bit, y: bit, z: fc.array(fc.record({ p: bit, q: bit }), { maxLength: 2 }) },
  { requiredKeys: [] },
)
const fieldsOfElement = fc.record({ x: bits, y: bits, z: fc.record({ p: bits, q: bits }, { requiredKeys: ["p"] }) })

/** Lists of objects, where fields have to be of one element. */
const listPair = fc.record({
  pattern: fc.tuple(fieldsOfElement, fc.boolean()).map(([{ x, y, z }, either]): JsonObject => {
    return { x: either ? { $or: [{ x }, { y }], z } : { x, y, z } }
  }),
  event: fc.record({ x: fc.array(element, { maxLength: 4 }) }) as fc.Arbitrary<JsonObject>,
})

/** Patterns and an event of any kind. */
export const pair = fc.oneof(fc.record({ pattern, event }), listPair)
