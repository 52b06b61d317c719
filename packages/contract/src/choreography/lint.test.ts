import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { choreographyIn } from "../checkout.ts"
import { choreographyOf, type EventSpec, type ServiceSpec } from "./choreography.fixture.ts"
import { consumersOf, emittersOf } from "./choreography.ts"
import { type Exceptions, exceptions } from "./exceptions.ts"
import { lint } from "./lint.ts"

const root = join(import.meta.dirname, "../../../..")
const none: Exceptions = { emittedElsewhere: [], emitForOthers: [], endsThere: [], writeIntoIntake: [] }

/** A photo comes in, is looked at, and noted. */
const services: ServiceSpec[] = [
  { name: "ingest", emits: ["Uploaded"], takesIn: [{ prefix: "Incoming/" }] },
  { name: "tagging", on: ["Uploaded"], emits: ["Tagged"], writes: ["answers/*"] },
  { name: "catalog", on: ["Uploaded", "Tagged"] },
]
const events: EventSpec[] = [
  { name: "Uploaded", by: "ingest" },
  { name: "Tagged", by: "tagging" },
]
const ingest = services[0]!
const tagging = services[1]!
const catalog = services[2]!

async function found(
  given: readonly ServiceSpec[],
  of: readonly EventSpec[] = events,
  allowed: Partial<Exceptions> = {},
) {
  const findings = lint(await choreographyOf(given, of), { ...none, ...allowed })
  return findings.map(({ rule, message }) => `${rule}: ${message}`)
}

it("finds nothing in the app, and needs every exception that it makes", async () => {
  const choreography = await choreographyIn(root)
  expect(lint(choreography)).toEqual([])
  // Not because there is nothing to look at.
  expect(consumersOf(choreography, "ImageTagged")).toEqual(expect.arrayContaining(["catalog", "categorization"]))
  expect(emittersOf(choreography, "ImageTagged")).toEqual(["tagging"])
  expect(lint(choreography, none).map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(["unemitted", "owners", "cycle", "s3-loop"]),
  )
})

it("gives a reason for every exception", () => {
  const reasons = Object.values(exceptions).flatMap((each: readonly { why: string }[]) => each.map(({ why }) => why))
  expect(reasons.filter((why) => why.length < 10)).toEqual([])
})

it("finds nothing in a line of services", async () => {
  expect(await found(services)).toEqual([])
})

describe("an event that nobody consumes", () => {
  const deleted = { name: "Deleted", by: "catalog" }
  const emitting = [ingest, tagging, { ...catalog, emits: ["Deleted"] }]

  it("is found", async () => {
    expect(await found(emitting, [...events, deleted])).toEqual([
      "unconsumed: Nobody consumes Deleted. If that is meant, its definition says why: unconsumed",
    ])
  })

  it("may say why", async () => {
    expect(await found(emitting, [...events, { ...deleted, unconsumed: "Kept in the archive" }])).toEqual([])
  })

  it("may not say so while somebody consumes it", async () => {
    const [uploaded, tagged] = events
    expect(await found(services, [uploaded!, { ...tagged!, unconsumed: "Kept in the archive" }])).toEqual([
      "unconsumed: Tagged is said to be consumed by nobody, and is by catalog",
    ])
  })
})

describe("a subscriber to an event that nobody emits", () => {
  it("is found", async () => {
    expect(await found([ingest, { ...tagging, emits: [] }, catalog])).toEqual([
      "unemitted: catalog consumes Tagged, which nobody emits",
    ])
  })

  it("may have its events from elsewhere", async () => {
    const allowed = { emittedElsewhere: [{ event: "Tagged", why: "a command" }] }
    expect(await found([ingest, { ...tagging, emits: [] }, catalog], events, allowed)).toEqual([])
    expect(await found(services, events, allowed)).toEqual([
      "unemitted: Tagged is said to come from elsewhere, and a service emits it",
    ])
  })

  it("is found where it consumes an earlier version, and that is not emitted any more", async () => {
    const given = [ingest, tagging, { name: "catalog", on: ["Tagged"], version: 1 }]
    const tagged = (earlier: EventSpec["earlier"] & {}) => [events[0]!, { ...events[1]!, version: 2, earlier }]
    expect(await found(given, tagged([{ version: 1, downcast: () => ({}) }]))).toEqual([])
    expect(await found(given, tagged([{ version: 1 }]))).toEqual([
      "unemitted: catalog consumes version 1 of Tagged, which nobody emits any more",
    ])
  })
})

describe("an event of two owners", () => {
  it("is found where another service emits it as its own", async () => {
    expect(await found([...services, { name: "backfill", emits: ["Uploaded"] }])).toEqual([
      "owners: backfill emits Uploaded, which is darkroom.ingest's",
    ])
  })

  it("is found where another service may speak in its owner's name", async () => {
    const speaking = { ...catalog, emits: ["Uploaded"], sources: ["darkroom.ingest"] }
    expect(await found([ingest, tagging, speaking])).toEqual(["owners: catalog may emit for others: Uploaded"])
    const allowed = { emitForOthers: [{ service: "catalog", why: "retries" }] }
    expect(await found([ingest, tagging, speaking], events, allowed)).toEqual([])
  })

  it("is found where it is defined twice", async () => {
    expect(await found(services, [...events, events[0]!])).toEqual(["owners: Uploaded is defined twice"])
  })
})

describe("a circle", () => {
  const circle = [{ ...ingest, on: ["Noted"] }, tagging, { ...catalog, emits: ["Noted"] }]
  const given = [...events, { name: "Noted", by: "catalog" }]

  it("is found for each event on one, with the events and functions on the shortest way round", async () => {
    expect(await found(circle, given)).toEqual([
      "cycle: A circle: Noted -> ingest -> Uploaded -> catalog -> Noted",
      "cycle: A circle: Tagged -> catalog -> Noted -> ingest -> Uploaded -> tagging -> Tagged",
    ])
  })

  it("may end at a function that answers with nothing there, and does not end where it could not close", async () => {
    const ends = { function: "ingest", on: ["Noted"], emits: ["Uploaded"], why: "it only files" }
    expect(await found(circle, given, { endsThere: [ends] })).toEqual([])
    expect(await found(services, events, { endsThere: [ends] })).toEqual([
      "cycle: ingest is said not to answer Noted with Uploaded, which it could not anyway",
    ])
  })
})

describe("a rule that matches its own output in S3", () => {
  const writing = (keys: string) => [ingest, { ...tagging, writes: [keys] }, catalog]

  it.each(["Incoming/*", "Incoming/answers/*", "*"])("is found where a service may write %s", async (keys) => {
    expect(await found(writing(keys))).toEqual([
      `s3-loop: tagging may write ${keys}, which the rule ingestS3Rule takes in again`,
    ])
  })

  it("may be meant, and then has to be there", async () => {
    const allowed = { writeIntoIntake: [{ service: "tagging", keys: "Incoming/*", why: "it signs forms" }] }
    expect(await found(writing("Incoming/*"), events, allowed)).toEqual([])
    expect(await found(services, events, allowed)).toEqual([
      "s3-loop: tagging is said to write Incoming/* into an intake, and does not",
    ])
  })
})
