import { ImageTagged, type JsonSchema, jsonSchemaOf } from "@darkroom/events"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { compareSchemas } from "./compare-schemas.ts"

const json = (schema: z.ZodType) => z.toJSONSchema(schema, { io: "output" }) as JsonSchema
const field = (type: z.ZodType) => json(z.object({ a: type }))
/** Each difference as one line. */
const compare = (released: JsonSchema, present: JsonSchema) =>
  compareSchemas(released, present).map(
    ({ path, text, breaks }) => `${path} ${text}: ${breaks.join(" and ") || "nobody"}`,
  )

const text = z.string()
const circle = z.object({ kind: z.literal("circle"), radius: z.number() })
const square = z.object({ kind: z.literal("square"), side: z.number() })

describe("a change that breaks nobody", () => {
  it.each([
    ["no change", field(text), field(text), []],
    ["a description", field(text), field(text.describe("A text")), []],
    ["a new optional field", json(z.object({})), field(text.optional()), ["data.a was added: nobody"]],
    ["a new field with a default", json(z.object({})), field(text.default("x")), ["data.a was added: nobody"]],
    [
      "an optional field that is always there now, as older events get a default",
      field(text.optional()),
      field(text.default("")),
      [],
    ],
    ["a set of one in place of a constant", field(z.literal("x")), field(z.enum(["x"])), []],
    ["alternatives in another order", field(z.union([circle, square])), field(z.union([square, circle])), []],
  ])("%s", (_, released, present, expected) => {
    expect(compare(released, present)).toEqual(expected)
  })
})

describe("a change that breaks somebody", () => {
  it.each([
    ["a removed field", field(text), json(z.object({})), ["data.a was removed: consumers"]],
    ["a removed optional field", field(text.optional()), json(z.object({})), ["data.a was removed: consumers"]],
    [
      "a new required field",
      json(z.object({})),
      field(text),
      ["data.a is new and required, and archived events lack it: archive"],
    ],
    [
      "an optional field that is required now",
      field(text.optional()),
      field(text),
      ["data.a is required, and archived events may lack it: archive"],
    ],
    [
      "a default taken away",
      field(text.default("x")),
      field(text),
      ["data.a is required, and archived events may lack it: archive"],
    ],
    [
      "another default",
      field(text.default("x")),
      field(text.default("y")),
      ['data.a stands for "y" where it is left out, which was "x": archive'],
    ],
    [
      "a required field that is optional now",
      field(text),
      field(text.optional()),
      ["data.a may now be left out: consumers"],
    ],
    ["null where there was none", field(text), field(text.nullable()), ["data.a may now be null: consumers"]],
    ["no null where there was one", field(text.nullable()), field(text), ["data.a can no longer be null: archive"]],
    [
      "another type",
      field(text),
      field(z.boolean()),
      ["data.a can no longer be any string: archive", "data.a may now be any boolean: consumers"],
    ],
    ["a set with one more", field(z.enum(["x"])), field(z.enum(["x", "y"])), ['data.a may now be "y": consumers']],
    ["a set with one less", field(z.enum(["x", "y"])), field(z.enum(["x"])), ['data.a can no longer be "y": archive']],
    ["a set that was opened", field(z.enum(["x"])), field(text), ["data.a may now be any string: consumers"]],
    [
      "a text that is one of a set now",
      field(text),
      field(z.enum(["x"])),
      ["data.a can no longer be any string: archive"],
    ],
    [
      "a text that has to have a form",
      field(text),
      field(text.regex(/^x/)),
      ['data.a has pattern "^x", which was not there: archive'],
    ],
    [
      "a number that has to be an integer",
      field(z.number()),
      field(z.number().multipleOf(1)),
      ["data.a has multipleOf 1, which was not there: archive"],
    ],
    [
      "an integer that may be any number",
      field(z.int().min(0).max(1)),
      field(z.number().min(0).max(1)),
      ["data.a may now be no integer: consumers"],
    ],
    [
      "a bound that lets more through",
      field(z.number().max(1)),
      field(z.number().max(2)),
      ["data.a has maximum 2, which was 1: consumers"],
    ],
    [
      "a bound that lets less through",
      field(text.min(1)),
      field(text.min(2)),
      ["data.a has minLength 2, which was 1: archive"],
    ],
    [
      "a new alternative",
      field(circle),
      field(z.union([circle, square])),
      ["data.a(kind=square) is a new alternative: consumers"],
    ],
    [
      "a record of other values",
      field(z.record(text, text)),
      field(z.record(text, text.nullable())),
      ["data.a.* may now be null: consumers"],
    ],
  ])("%s", (_, released, present, expected) => {
    expect(compare(released, present)).toEqual(expected)
  })
})

it("finds an alternative by the constant that tells it from the others", () => {
  const released = field(z.discriminatedUnion("kind", [circle, square]))
  const present = field(z.discriminatedUnion("kind", [circle.extend({ radius: z.number().nullable() }), square]))
  expect(compare(released, present)).toEqual(["data.a(kind=circle).radius may now be null: consumers"])
})

it("names a field, however deep", () => {
  const released = jsonSchemaOf(ImageTagged)
  const present = structuredClone(released) as {
    properties: { labels: { items: { properties: Record<string, unknown>; required: string[] } } }
  }
  const { items } = present.properties.labels
  delete items.properties["confidence"]
  items.required = items.required.filter((name) => name !== "confidence")
  expect(compare(released, present)).toEqual(["data.labels[].confidence was removed: consumers"])
})
