import { property } from "@darkroom/testing/property"
import type { JsonSchema } from "@darkroom/events"
import fc from "fast-check"
import { expect } from "vitest"
import { z } from "zod"
import { compareSchemas } from "./compare-schemas.ts"

/** A schema in two versions, each with values that are read by it: what a producer may put on the bus. */
interface Side {
  readonly schema: z.ZodType
  readonly values: fc.Arbitrary<unknown>
}
type Pair = readonly [released: Side, present: Side]

const text = (min: number): Side => ({
  schema: z.string().min(min),
  values: fc.string({ minLength: min, maxLength: 4 }),
})
const integer = (max: number): Side => ({ schema: z.int().min(0).max(max), values: fc.integer({ min: 0, max }) })
const number = (min: number): Side => ({
  schema: z.number().min(min),
  values: fc.double({ min, max: 10, noNaN: true }).map((value) => value + 0),
})
const choice = (values: readonly string[]): Side => ({
  schema: z.enum(values as [string]),
  values: fc.constantFrom(...values),
})
const nullable = ({ schema, values }: Side): Side => ({ schema: schema.nullable(), values: fc.option(values) })
const list = ({ schema, values }: Side, min: number): Side => ({
  schema: z.array(schema).min(min),
  values: fc.array(values, { minLength: min, maxLength: 3 }),
})
const record = ({ schema, values }: Side): Side => ({
  schema: z.record(z.string(), schema),
  values: fc.dictionary(fc.constantFrom("x", "y"), values, { noNullPrototype: true }),
})

const leaf: fc.Arbitrary<Side> = fc.oneof(
  fc.integer({ min: 0, max: 2 }).map(text),
  fc.integer({ min: 1, max: 3 }).map(integer),
  fc.integer({ min: 0, max: 2 }).map(number),
  fc.subarray(["a", "b", "c"], { minLength: 1 }).map(choice),
  fc.constant({ schema: z.boolean(), values: fc.boolean() }),
)

const presence = fc.constantFrom("required" as const, "optional" as const, "default" as const)
type Presence = "required" | "optional" | "default"
interface Field {
  readonly name: string
  readonly pair: Pair
  readonly presences: readonly [Presence, Presence]
  /** Whether it is there at all. */
  readonly there: readonly [boolean, boolean]
}

function object(fields: readonly Field[], side: 0 | 1): Side {
  const own = fields.filter(({ there }) => there[side])
  const shape = own.map(({ name, pair, presences }) => {
    const { schema, values } = pair[side]
    // The same value on each run, so that equal schemas have equal defaults.
    const [value] = fc.sample(values, { numRuns: 1, seed: 1 })
    const types = { required: schema, optional: schema.optional(), default: schema.default(value as never) }
    return [name, types[presences[side]]] as const
  })
  const required = own.filter(({ presences }) => presences[side] === "required").map(({ name }) => name)
  const values = Object.fromEntries(own.map(({ name, pair }) => [name, pair[side].values]))
  return {
    schema: z.object(Object.fromEntries(shape)),
    values: fc.record(values, { requiredKeys: required, noNullPrototype: true }),
  }
}

const both = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 4, arbitrary: arbitrary.map((value) => [value, value] as const) },
    { weight: 1, arbitrary: fc.tuple(arbitrary, arbitrary) },
  )

const { pair } = fc.letrec<{ pair: Pair; object: Pair }>((tie) => ({
  pair: fc.oneof(
    { depthSize: "small" },
    both(leaf),
    fc
      .tuple(tie("pair"), both(fc.boolean()))
      .map(([[was, is], [before, after]]): Pair => [before ? nullable(was) : was, after ? nullable(is) : is]),
    fc
      .tuple(tie("pair"), both(fc.integer({ min: 0, max: 1 })))
      .map(([[was, is], [before, after]]): Pair => [list(was, before), list(is, after)]),
    tie("pair").map(([was, is]): Pair => [record(was), record(is)]),
    tie("object"),
  ),
  object: fc
    .uniqueArray(
      fc.record({
        name: fc.constantFrom("p", "q", "r"),
        pair: tie("pair"),
        presences: both(presence),
        there: fc.oneof(
          { weight: 6, arbitrary: fc.constant([true, true] as const) },
          { weight: 1, arbitrary: fc.constantFrom([true, false] as const, [false, true] as const) },
        ),
      }),
      { selector: ({ name }) => name, maxLength: 3 },
    )
    .map((fields): Pair => [object(fields, 0), object(fields, 1)]),
}))

const json = ({ schema }: Side) => z.toJSONSchema(schema, { io: "output" }) as JsonSchema
const breaks = ([released, present]: Pair, whom: string) =>
  compareSchemas(json(released), json(present)).some((change) => change.breaks.includes(whom as never))
const samples = (side: Side, seed: number) => fc.sample(side.values, { numRuns: 20, seed })
const RUNS = 400

property("finds no difference of a schema from itself", RUNS, ({ numRuns }) => {
  fc.assert(
    fc.property(pair, ([released]) => {
      expect(compareSchemas(json(released), json(released))).toEqual([])
    }),
    { numRuns },
  )
})

property("says that archived events can be read only where each of them can", RUNS, ({ numRuns }) => {
  fc.assert(
    fc.property(pair, fc.integer(), ([released, present], seed) => {
      fc.pre(!breaks([released, present], "archive"))
      for (const archived of samples(released, seed)) expect(present.schema.safeParse(archived).error).toBeUndefined()
    }),
    { numRuns },
  )
})

property("says that consumers are safe only where they can read what is emitted now", RUNS, ({ numRuns }) => {
  fc.assert(
    fc.property(pair, fc.integer(), ([released, present], seed) => {
      fc.pre(!breaks([released, present], "consumers"))
      for (const value of samples(present, seed)) {
        const emitted = present.schema.parse(value)
        expect(released.schema.safeParse(emitted).error).toBeUndefined()
      }
    }),
    { numRuns },
  )
})

property("does not call everything that differs a breach", 2_000, ({ numRuns }) => {
  const additive = fc.sample(pair, { numRuns, seed: 7 }).filter((each) => {
    const changes = compareSchemas(json(each[0]), json(each[1]))
    return changes.length > 0 && changes.every((change) => change.breaks.length === 0)
  })
  expect(additive.length).toBeGreaterThan(numRuns / 100)
})
