import { describe, expect, it } from "vitest"
import { z } from "zod"
import { allEvents, defineEvent, derivedId, ImageUploaded, MetadataExtracted } from "./index.ts"
import { jsonSchemaOf } from "./json-schema-of.ts"

const root = { id: derivedId("root"), groupKey: "image-1", origin: "upload" as const }
const Ping = defineEvent({
  name: "Ping",
  version: 2,
  source: "darkroom.test",
  description: "A test.",
  schema: z.object({ text: z.string(), list: z.array(z.object({ n: z.number() })).optional() }),
  example: { text: "hello" },
})

/** As EventBridge delivers it. */
function delivered(event: { type: string; source: string; metadata: object; data: unknown }, more: object = {}) {
  return {
    version: "0",
    id: "x",
    account: "1",
    time: "now",
    "detail-type": event.type,
    source: event.source,
    detail: { metadata: event.metadata, data: event.data },
    ...more,
  }
}

describe("create", () => {
  it("begins a chain with its own id as correlation id", () => {
    const { metadata } = Ping.create({ text: "a" }, root)
    expect(metadata).toMatchObject({
      id: root.id,
      correlationId: root.id,
      causationId: null,
      version: 2,
      groupKey: "image-1",
      attempt: 1,
    })
    expect(metadata.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  })

  it("continues a chain: the cause's correlation id, and the same id every time", () => {
    const cause = Ping.create({ text: "a" }, root)
    const [first, second] = [1, 2].map(() => Ping.create({ text: "b" }, { cause }))
    expect(first?.metadata).toMatchObject({ correlationId: root.id, causationId: cause.metadata.id })
    expect(second?.metadata.id).toBe(first?.metadata.id)
    expect(Ping.create({ text: "b" }, { cause, discriminator: "2" }).metadata.id).not.toBe(first?.metadata.id)
  })

  it("gives what a replay causes ids of its own, and says so", () => {
    const cause = Ping.create({ text: "a" }, root)
    const replayed = Ping.create({ text: "b" }, { cause: { ...cause, replayName: "monday" } })
    expect(replayed.metadata.origin).toBe("replay")
    expect(replayed.metadata.id).not.toBe(Ping.create({ text: "b" }, { cause }).metadata.id)
  })

  it("refuses fields that the schema does not have, however deep", () => {
    const data = { text: "a", list: [{ n: 1, surprise: true }] }
    expect(() => Ping.create(data, root)).toThrow("data.list.0.surprise: not in the schema")
  })

  it("names every field that is wrong, without its value", () => {
    const wrong = () =>
      ImageUploaded.create({ ...ImageUploaded.example, uploadedAt: "secret", image: 1 as never }, root)
    expect(wrong).toThrow(/data\.image.*data\.uploadedAt/)
    expect(wrong).not.toThrow(/secret/)
  })
})

describe("parse", () => {
  it("reads what create made", () => {
    const event = Ping.create({ text: "a" }, root)
    expect(Ping.parse(delivered(event))).toEqual(event)
  })

  it("drops what it does not know, in the data and around it", () => {
    const event = Ping.create({ text: "a" }, root)
    const newer = delivered(
      { ...event, metadata: { ...event.metadata, mood: "good" }, data: { text: "a", later: 1 } },
      { more: true },
    )
    expect(Ping.parse(newer)).toEqual(event)
  })

  it("keeps the name of the replay that delivered it", () => {
    const event = Ping.create({ text: "a" }, root)
    expect(Ping.parse(delivered(event, { "replay-name": "monday" })).replayName).toBe("monday")
  })

  it.each([
    [
      "another event",
      (event: object) => ({ ...event, "detail-type": "Pong" }),
      "expected Ping from darkroom.test, got Pong",
    ],
    ["another source", (event: object) => ({ ...event, source: "somebody" }), "got Ping from somebody"],
    ["no detail", (event: object) => ({ ...event, detail: undefined }), "detail"],
    ["a list", () => [], "malformed"],
    ["nothing", () => null, "malformed"],
  ])("refuses %s", (_, change, message) => {
    expect(() => Ping.parse(change(delivered(Ping.create({ text: "a" }, root))))).toThrow(message)
  })

  it("reads events from before there were attempts", () => {
    const { metadata, ...event } = Ping.create({ text: "a" }, root)
    const { attempt: _, ...older } = metadata
    expect(Ping.parse(delivered({ ...event, metadata: older })).metadata.attempt).toBe(1)
  })
})

describe("the contract", () => {
  it.each(allEvents.map((definition) => [definition.name, definition] as const))(
    "%s: its example is valid and survives the bus",
    (_, definition) => {
      const event = definition.create(definition.example as never, root)
      expect(definition.parse(JSON.parse(JSON.stringify(delivered(event))))).toEqual(event)
    },
  )

  it.each(allEvents.map((definition) => [definition.name, definition] as const))(
    "%s: its JSON Schema is the committed one",
    async (name, definition) => {
      const file = `../schemas/${name}.v${definition.version}.json`
      await expect(jsonSchemaOf(definition)).toMatchFileSnapshot(file)
    },
  )

  it("has one name for one event, and a rule pattern that matches it alone", () => {
    expect(new Set(allEvents.map(({ name }) => name)).size).toBe(allEvents.length)
    expect(MetadataExtracted.pattern).toEqual({ source: ["darkroom.metadata"], "detail-type": ["MetadataExtracted"] })
  })
})
