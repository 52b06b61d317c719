import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  allEvents,
  type DarkroomEvent,
  derivedId,
  fromCloudEvent,
  ImageUploaded,
  toCloudEvent,
  traceparentOf,
} from "./index.ts"

const time = fc
  .date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString())
const version = fc.integer({ min: 1, max: 1_000 })
const metadata = fc.record(
  {
    id: fc.uuid(),
    version,
    time,
    correlationId: fc.uuid(),
    causationId: fc.option(fc.uuid()),
    origin: fc.constantFrom("upload" as const, "backfill" as const, "replay" as const, "reprocess" as const),
    groupKey: fc.string({ minLength: 1 }),
    traceparent: fc.tuple(fc.uuid(), fc.uuid()).map(([trace, span]) => traceparentOf(trace, span)),
    attempt: version,
    downcastFrom: version,
  },
  {
    requiredKeys: [
      "id",
      "version",
      "time",
      "correlationId",
      "causationId",
      "origin",
      "groupKey",
      "traceparent",
      "attempt",
    ],
  },
)
const event = fc.record(
  {
    type: fc.constantFrom(...allEvents.map(({ name }) => name)),
    source: fc.constantFrom(...allEvents.map(({ source }) => source)),
    metadata,
    data: fc.jsonValue(),
    replayName: fc.string({ minLength: 1 }),
  },
  { requiredKeys: ["type", "source", "metadata", "data"] },
)

describe("an event as a CloudEvent", () => {
  it("comes back as it was, over JSON", () => {
    fc.assert(
      fc.property(event, (original) => {
        const plain = JSON.parse(JSON.stringify(original)) as DarkroomEvent
        expect(fromCloudEvent(JSON.parse(JSON.stringify(toCloudEvent(plain))))).toEqual(plain)
      }),
    )
  })

  it("has attributes whose names CloudEvents allows, and values that are text or integers", () => {
    fc.assert(
      fc.property(event, (original) => {
        const { data: _, ...attributes } = toCloudEvent(original)
        for (const [name, value] of Object.entries(attributes)) {
          expect(name).toMatch(/^[a-z0-9]{1,20}$/)
          expect(typeof value === "string" ? value !== "" : Number.isInteger(value), name).toBe(true)
        }
      }),
    )
  })

  const root = { id: derivedId("root"), groupKey: "image-1", origin: "upload" as const, time: new Date(0) }
  const uploaded = ImageUploaded.create(ImageUploaded.example, root)

  it("names the event, its schema and what it is about", () => {
    expect(toCloudEvent(uploaded)).toEqual({
      specversion: "1.0",
      id: root.id,
      source: "darkroom.ingest",
      type: "darkroom.ImageUploaded",
      time: "1970-01-01T00:00:00.000Z",
      subject: "image-1",
      datacontenttype: "application/json",
      dataschema: "urn:darkroom:events:ImageUploaded:v1",
      traceparent: uploaded.metadata.traceparent,
      correlationid: root.id,
      origin: "upload",
      attempt: 1,
      data: uploaded.data,
    })
  })

  it.each([
    ["another specification's version", { specversion: "0.3" }, "specversion"],
    ["somebody else's type", { type: "com.example.ImageUploaded" }, "type"],
    [
      "another event's schema",
      { dataschema: "urn:darkroom:events:ImageTagged:v1" },
      "dataschema: it is not of ImageUploaded",
    ],
    ["an id that is none of ours", { id: "1" }, "id"],
  ])("is refused with %s", (_, change, message) => {
    expect(() => fromCloudEvent({ ...toCloudEvent(uploaded), ...change })).toThrow(message)
  })
})
