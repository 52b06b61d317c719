import { allEvents, defineEvent, earlierVersion, ImageTagged, jsonSchemaOf, labelSchema } from "@darkroom/events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import { z } from "zod"
import { consumersOf, eventsOf } from "../choreography/choreography.ts"
import { choreographyIn } from "../checkout.ts"
import { breachesOf, contractBreaches } from "./breaches.ts"
import { envelope } from "./envelope.ts"
import { releaseEvents } from "./release-events.ts"
import { goldenIn, readReleased, readVersions, releasedIn } from "./released.ts"

const root = join(import.meta.dirname, "../../../..")
const choreography = await choreographyIn(root)
const consumers = (name: string) => consumersOf(choreography, name)
const everything = readReleased(releasedIn(root))
const released = everything.filter(({ name }) => name !== envelope.name)
const breaches = (changed: object) =>
  breachesOf(
    released,
    allEvents.map((each) => (each.name === "ImageTagged" ? { ...each, ...changed } : each)),
    consumers,
  )

describe("the contract against the last release", () => {
  it("breaks nobody", () => {
    expect(released.length).toBeGreaterThan(0)
    expect(contractBreaches(everything, choreography)).toEqual([])
  })

  it("is also kept for the metadata that all events have", () => {
    const schema = { ...jsonSchemaOf(envelope), properties: { mood: { type: "string" } } }
    const consuming = choreography.services.filter((each) => eventsOf(choreography, each).consumes.length > 0)
    expect(consuming).toEqual(expect.arrayContaining(["backfill", "catalog", "video"]))
    expect(contractBreaches([{ ...envelope, schema }], choreography)).toContain(
      `EventMetadata v1: metadata.mood was removed; consumers: ${consuming.join(", ")}`,
    )
  })

  const { confidence: _, ...withoutConfidence } = labelSchema.shape
  const { labels: __, ...withoutLabels } = ImageTagged.schema.shape
  const to = `consumers: ${consumers("ImageTagged").join(", ")}`

  it.each([
    ["a field that was removed", withoutLabels, `data.labels was removed; ${to}`],
    [
      "a field of a list's elements that was removed",
      { ...ImageTagged.schema.shape, labels: z.array(z.object(withoutConfidence)) },
      `data.labels[].confidence was removed; ${to}`,
    ],
    [
      "null where there was none",
      { ...ImageTagged.schema.shape, labels: ImageTagged.schema.shape.labels.nullable() },
      `data.labels may now be null; ${to}`,
    ],
    [
      "a new field that is required",
      { ...ImageTagged.schema.shape, mood: z.string() },
      `data.mood is new and required, and archived events lack it; ${to}`,
    ],
  ])("names event, field and consumers of %s", (_, shape, expected) => {
    expect(breaches({ schema: z.object(shape) })).toEqual([`ImageTagged v1: ${expected}`])
  })

  it("lets a new field pass that may be left out", () => {
    expect(breaches({ schema: ImageTagged.schema.extend({ mood: z.string().optional() }) })).toEqual([])
  })

  it("lets any change pass that is a new version with a way to it from the released one", () => {
    const schema = z.object({ count: z.int() })
    const upcast = ({ labels }: z.output<typeof ImageTagged.schema>) => ({ count: labels.length })
    const v1 = earlierVersion({ version: 1, schema: ImageTagged.schema, next: schema, upcast })
    expect(breaches({ version: 2, schema, earlier: [v1] })).toEqual([])
    expect(breaches({ version: 2, schema })).toEqual([
      `ImageTagged v1: it is no earlier version of the event any more, so archived events of it cannot be read; ${to}`,
    ])
    const changed = { ...v1, schema: ImageTagged.schema.omit({ labels: true }) }
    expect(breaches({ version: 2, schema, earlier: [changed] })).toEqual([
      `ImageTagged v1: data.labels was removed; ${to}`,
    ])
  })

  it("finds an event that is gone, has another source, or an older version than the released one", () => {
    expect(breaches({ source: "darkroom.video" })).toEqual([`ImageTagged v1: its source is darkroom.video now; ${to}`])
    expect(breaches({ version: 0 })).toEqual([`ImageTagged v1: the version went down to 0; ${to}`])
    const [first] = breachesOf(released.slice(0, 1), [], () => [])
    expect(first).toMatch(/^BackfillCompleted v1: it was removed; .* consumers: none but the archive$/)
  })
})

describe("golden events", () => {
  const golden = readVersions<{ detail: { data: object } }[]>(goldenIn(root))

  it("are there for each released version", () => {
    const names = (versions: readonly { name: string; version: number }[]) =>
      versions.map(({ name, version }) => [name, version])
    expect(names(golden)).toEqual(names(released))
  })

  it.each(golden)("of $name v$version can all be read today", ({ name, version, content }) => {
    const definition = allEvents.find((each) => each.name === name)!
    expect(content.length).toBeGreaterThan(2)
    for (const event of content) {
      const { data } = definition.parse(event)
      // Nothing is lost of what is not converted.
      if (version === definition.version) expect(data).toMatchObject(event.detail.data)
    }
  })
})

describe("a release", () => {
  const event = (schema: z.ZodObject, example: object, version = 1) =>
    defineEvent({
      name: "Noted",
      version,
      source: "darkroom.test",
      description: "A test.",
      schema,
      example: example as never,
    })
  const first = event(z.object({ text: z.string().nullable() }), { text: "a" })

  function start() {
    const folder = mkdtempSync(join(tmpdir(), "darkroom-release-"))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const folders = { released: join(folder, "released"), golden: join(folder, "golden") }
    const goldenOf = (version: number) =>
      JSON.parse(readFileSync(join(folders.golden, `Noted.v${version}.json`), "utf8")) as {
        detail: { data: unknown }
      }[]
    return { folders, goldenOf }
  }

  it("keeps the schema, and golden events with every alternative", () => {
    const { folders, goldenOf } = start()
    expect(releaseEvents([first], folders)).toHaveLength(2)
    expect(readReleased(folders.released)).toEqual([
      { name: "EventMetadata", version: 1, schema: jsonSchemaOf(envelope) },
      { name: "Noted", version: 1, schema: jsonSchemaOf(first) },
    ])
    expect(goldenOf(1).map(({ detail }) => detail.data)).toEqual([{ text: "a" }, { text: "text" }, { text: null }])
  })

  it("changes nothing where nothing has changed", () => {
    const { folders } = start()
    releaseEvents([first], folders)
    expect(releaseEvents([first], folders)).toEqual([])
  })

  it("adds golden events of an additive change to those that were there", () => {
    const { folders, goldenOf } = start()
    releaseEvents([first], folders)
    const before = goldenOf(1)
    releaseEvents([event(first.schema.extend({ mood: z.string().optional() }), { text: "a" })], folders)
    expect(goldenOf(1).slice(0, before.length)).toEqual(before)
    expect(
      goldenOf(1)
        .slice(before.length)
        .map(({ detail }) => detail.data),
    ).toEqual([{ text: "text", mood: "text" }])
  })

  it("keeps what earlier versions had beside a new one", () => {
    const { folders, goldenOf } = start()
    releaseEvents([first], folders)
    const before = goldenOf(1)
    releaseEvents([event(z.object({ lines: z.array(z.string()) }), { lines: ["a"] }, 2)], folders)
    expect(goldenOf(1)).toEqual(before)
    expect(goldenOf(2).map(({ detail }) => detail.data)).toEqual([{ lines: ["a"] }, { lines: ["text"] }, { lines: [] }])
  })
})
