import type { ImageRecord } from "@darkroom/catalog-model"
import { ImageDeleted, ImageTagged } from "@darkroom/events"
import { exampleEvent } from "@darkroom/testing"
import { expect, it } from "vitest"
import type { Operations } from "../operations.ts"
import { possibleCascades } from "./cascades.ts"
import { type Choice, planReplay } from "./plan-replay.ts"
import { recipientsOf } from "./recipients.ts"
import { archived, operations, photoEvents, subscriber } from "./replay.fixture.ts"

const [first, second] = [photoEvents("one"), photoEvents("two")]
const archive = [...first, ...second]

async function plan(
  choice: Choice,
  services?: string[],
  {
    events = archive,
    records = [],
    subscribers = operations.subscribers,
  }: { events?: typeof archive; records?: object[]; subscribers?: Operations["subscribers"] } = {},
) {
  const recipients = recipientsOf({ subscribers }, services)
  return planReplay({ archive: events, choice, recipients, records: async () => records as ImageRecord[] })
}

it("sends what was chosen to those who consume it, and to nobody who drops it", async () => {
  const { plan: told, sendings } = await plan({ events: ["MetadataExtracted"] })
  expect(told).toMatchObject({ read: 8, events: 2, byType: { MetadataExtracted: 2 } })
  expect(told.deliveries.map(({ service, events }) => [service, events])).toEqual([
    ["tagging", 2],
    ["thumbnail", 2],
    ["catalog", 2],
  ])
  expect(told.muted).toMatchObject([{ service: "notification", events: 2 }])
  expect(sendings).toHaveLength(6)
  expect(sendings.every(({ queue }) => !queue.includes("notification"))).toBe(true)
})

it.each<[string, Choice, number]>([
  ["a photo", { imageId: first[0]!.groupKey }, 4],
  ["a correlation id", { correlationId: second[0]!.correlationId }, 4],
  ["names of events", { events: ["ImageTagged", "ThumbnailGenerated"] }, 4],
  ["a photo and a name", { imageId: first[0]!.groupKey, events: ["ImageTagged"] }, 1],
  ["nothing in particular", {}, 8],
])("chooses by %s", async (_, choice, count) => {
  expect((await plan(choice, ["catalog"])).plan.events).toBe(count)
})

it("counts what nobody who is meant consumes", async () => {
  const { plan: told } = await plan({}, ["tagging"])
  expect(told).toMatchObject({ events: 2, skipped: { unconsumed: 6 } })
})

it("leaves out photos that are deleted by now, but not their deletion; EventBridge knows nothing of that", async () => {
  const { groupKey } = first[0]!
  const image = { ...ImageDeleted.example.image, id: groupKey }
  const deleted = archived(exampleEvent(ImageDeleted, { image }))
  const [catalog] = operations.subscribers.filter(({ service }) => service === "catalog")
  const rules = [{ arn: "arn:catalog", events: [...catalog!.rules[0]!.events, "ImageDeleted"] }]
  const input = {
    archive: [...archive, deleted],
    choice: {},
    recipients: { reached: [{ ...catalog!, rules }], muted: [] },
    records: async () => [{ imageId: groupKey, deletedAt: "2026-11-22T00:00:00Z" }] as ImageRecord[],
  }
  const { plan: told } = await planReplay(input)
  expect(told.skipped).toEqual({ deleted: 4, deletedPhotos: 1, unconsumed: 0 })
  expect(told.byType).toEqual({ ...countsOf(second), ImageDeleted: 1 })
  expect((await planReplay({ ...input, native: true })).plan.events).toBe(9)
})

const countsOf = (events: typeof archive) => Object.fromEntries(events.map(({ type }) => [type, 1]))

it("sends what a backfill brought into its lane", async () => {
  const { sendings } = await plan({ events: ["ImageUploaded"] }, ["metadata"], { events: photoEvents("", "backfill") })
  expect(sendings.map(({ queue }) => queue)).toEqual([expect.stringContaining("metadata-backfill")])
})

it("takes the first of two copies of an event, which is the one that was handled", async () => {
  const copy = { ...first[1]!, copy: "another", time: "2026-11-21T10:00:00Z" }
  const { plan: told, sendings } = await plan({}, ["thumbnail"], { events: [...first, copy] })
  expect(told.byType).toEqual({ MetadataExtracted: 1 })
  expect(sendings[0]?.event.copy).not.toBe("another")
})

it("says what follows, and what Rekognition is asked because of it", async () => {
  const { plan: told } = await plan({ events: ["ImageUploaded"] })
  expect(told.follows).toEqual({ MetadataExtracted: 2, ImageTagged: 2, ThumbnailGenerated: 2 })
  expect(told.cost.calls).toMatchObject({ DetectLabels: 2, DetectFaces: 2 })
  expect(told.cascades).toEqual([])
  const { plan: projected } = await plan({}, ["catalog"])
  expect([projected.follows, projected.cost.rekognition]).toEqual([{}, 0])
})

it("finds the cascade of a cause with its consequence, also across what was not chosen", async () => {
  const direct = await plan({ events: ["ImageUploaded", "MetadataExtracted"] }, ["metadata", "tagging"])
  expect(direct.plan.cascades).toEqual([
    { cause: "ImageUploaded", by: "metadata", effect: "MetadataExtracted", twice: ["tagging"] },
  ])
  const across = await plan({ events: ["ImageUploaded", "ImageTagged"] }, ["metadata", "categorization"], {
    subscribers: [...operations.subscribers, subscriber("categorization", [ImageTagged])],
  })
  expect(across.plan.cascades).toEqual([
    { cause: "ImageUploaded", by: "metadata", effect: "ImageTagged", twice: ["categorization"] },
  ])
  const apart = await plan({ imageId: first[0]!.groupKey, events: ["MetadataExtracted"] }, ["metadata", "tagging"])
  expect(apart.plan.cascades).toEqual([])
  const projecting = await plan({}, ["metadata", "catalog"])
  expect(projecting.plan.cascades).toEqual([])
})

it("knows by the contract alone what may cascade", () => {
  const of = (services: string[]) => possibleCascades(recipientsOf(operations, services).reached)
  expect(of(["metadata", "tagging"])).toEqual([
    { cause: "ImageUploaded", by: "metadata", effect: "MetadataExtracted", twice: ["tagging"] },
  ])
  expect([of(["catalog"]), of(["thumbnail"]), of(["tagging", "thumbnail"])]).toEqual([[], [], []])
})

it("names who consumes events where it is asked for somebody else, and refuses to tell people", () => {
  expect(() => recipientsOf(operations, ["tags"])).toThrow(
    /No service tags consumes events; there are metadata, tagging/,
  )
  expect(() => recipientsOf(operations, ["notification"])).toThrow(/never reaches notification/)
})
