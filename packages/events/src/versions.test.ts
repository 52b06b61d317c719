import { expect, it } from "vitest"
import { z } from "zod"
import { atVersion, defineEvent, type DarkroomEvent, derivedId, earlierVersion, inAllVersions } from "./index.ts"

const nameOnly = z.object({ name: z.string() })
const names = z.object({ first: z.string(), last: z.string().nullable() })
const listed = z.object({ names: z.array(z.string()).min(1) })

const v1 = earlierVersion({
  version: 1,
  schema: nameOnly,
  next: names,
  upcast: ({ name }) => ({ first: name.split(" ")[0] ?? name, last: name.split(" ")[1] ?? null }),
})
const v2 = earlierVersion({
  version: 2,
  schema: names,
  next: listed,
  upcast: ({ first, last }) => ({ names: last === null ? [first] : [first, last] }),
  downcast: ({ names: [first = "", last = null] }) => ({ first, last }),
})
const common = { name: "Greeted", source: "darkroom.test", description: "A test." } as const
const Greeted = defineEvent({ ...common, version: 3, schema: listed, example: { names: ["Ada"] }, earlier: [v1, v2] })

const root = { id: derivedId("root"), groupKey: "image-1", origin: "upload" as const }
const created = Greeted.create({ names: ["Ada", "Lovelace"] }, root)

function delivered({ type, source, metadata, data }: DarkroomEvent, version = metadata.version) {
  return { "detail-type": type, source, detail: { metadata: { ...metadata, version }, data } }
}
const archived = (version: number, data: unknown) => delivered({ ...created, data }, version)

it.each([
  ["the first", 1, { name: "Ada Lovelace" }, ["Ada", "Lovelace"]],
  ["the second", 2, { first: "Ada", last: null }, ["Ada"]],
  ["the present", 3, { names: ["Ada"] }, ["Ada"]],
])("reads an event of %s version as one of the present", (_, version, data, expected) => {
  expect(Greeted.parse(archived(version, data)).data).toEqual({ names: expected })
})

it.each([
  ["a version that is newer", 4, { names: ["Ada"] }, "version 4 is newer than 3"],
  [
    "data that are not of the version that they claim",
    1,
    { names: ["Ada"] },
    "Greeted (version 1) is malformed: data.name",
  ],
  ["what an upcaster makes of nothing", 2, { first: 7, last: null }, "Greeted (version 2) is malformed: data.first"],
])("refuses %s", (_, version, data, message) => {
  expect(() => Greeted.parse(archived(version, data))).toThrow(message)
})

it("refuses a version that was never released", () => {
  const Gapped = defineEvent({ ...common, version: 3, schema: listed, example: { names: ["Ada"] }, earlier: [v2] })
  expect(() => Gapped.parse(archived(1, { name: "Ada" }))).toThrow("version 1 is none that was released")
})

it("is emitted in the earlier versions that can be made of it, under one id and with the same attempt", () => {
  const [event, ...earlier] = inAllVersions({ ...created, metadata: { ...created.metadata, attempt: 3 } })
  expect(event).toEqual({ ...created, earlier: undefined, metadata: { ...created.metadata, attempt: 3 } })
  expect(earlier).toEqual([
    {
      type: "Greeted",
      source: "darkroom.test",
      metadata: { ...created.metadata, attempt: 3, version: 2, downcastFrom: 3 },
      data: { first: "Ada", last: "Lovelace" },
    },
  ])
})

it("is read by a consumer of an earlier version in that version alone", () => {
  const GreetedV2 = atVersion(Greeted, v2)
  const [event, twin] = inAllVersions(created)
  expect(GreetedV2.parse(delivered(twin!)).data).toEqual({ first: "Ada", last: "Lovelace" })
  expect(() => GreetedV2.parse(delivered(event!))).toThrow("version 3 is newer than 2")
})

it("has patterns by which a consumer gets one of both", () => {
  const names = { source: ["darkroom.test"], "detail-type": ["Greeted"] }
  expect(Greeted.pattern).toEqual({ ...names, detail: { metadata: { downcastFrom: [{ exists: false }] } } })
  expect(atVersion(Greeted, v2).pattern).toEqual({ ...names, detail: { metadata: { version: [2] } } })
})
