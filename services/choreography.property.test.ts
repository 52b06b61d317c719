import { property } from "@darkroom/testing/property"
import { currentImage, progressOf } from "@darkroom/catalog-model"
import { movedKey, spanOf } from "@darkroom/events"
import fc from "fast-check"
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest"
import { startTable } from "./catalog/src/catalog.fixture.ts"
import { choreography } from "./choreography.fixture.ts"

const RUNS = 40

let table: Awaited<ReturnType<typeof startTable>>
beforeAll(async () => void (table = await startTable()))
afterAll(() => table.close())
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] })
  return () => void vi.useRealTimers()
})

const turn = fc.record({
  message: fc.nat(12),
  twice: fc.boolean(),
  crashAfter: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }) },
    { weight: 1, arbitrary: fc.integer({ min: 4, max: 10 }) },
  ),
})
const plan = fc.record({
  label: fc.constantFrom({ Name: "Dog", Confidence: 97 }, { Name: "Cat", Confidence: 97 }),
  turns: fc.array(turn, { minLength: 30, maxLength: 70 }),
})
let photos = 0

property(
  "ends in one category at one key with one notification a channel, whatever order, duplication and crash point",
  RUNS,
  async ({ numRuns }) => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ label, turns }) => {
        const key = `images/photo-${++photos}.jpg`
        const { imageId, entry, objects, emitted, told, hooks, given } = await choreography(table, {
          key,
          label,
          turns,
        })
        const category = label.Name === "Dog" ? "success" : "failure"
        const topic = category === "success" ? "QualitySuccess" : "QualityFailure"
        const { record, timeline } = entry!

        const destination = movedKey({ id: imageId, key, profile: "images" }, category)!
        expect([...objects.keys()]).toEqual([destination])
        expect(objects.get(destination)).toMatchObject({ imageId, tag: category })
        expect(currentImage(record)?.key).toBe(destination)
        expect([record.categorization?.category, record.moved?.category]).toEqual([category, category])
        expect(progressOf(record)).toMatchObject({ status: "processed", failures: [] })

        const ids = (type: string) =>
          new Set(emitted.filter((event) => event.type === type).map(({ metadata }) => metadata.id))
        for (const type of ["ImageUploaded", "MetadataExtracted", "ImageTagged", "ImageCategorized", "ImageProcessed"])
          expect([type, ids(type).size]).toEqual([type, 1])
        expect(timeline.map(({ eventId }) => eventId).toSorted()).toEqual(
          [...new Set(emitted.map(({ metadata }) => metadata.id))].toSorted(),
        )

        // One trace from the upload on, however many services and crashes: each event is a child of another in it, or the first.
        const spans = emitted.map(({ metadata }) => spanOf(metadata))
        const [{ traceId } = { traceId: "" }] = spans
        for (const span of spans) {
          expect(span.traceId).toBe(traceId)
          if (span.parentSpanId !== undefined) expect(spans.map(({ spanId }) => spanId)).toContain(span.parentSpanId)
        }

        // A process that died between handing a message to SNS and hearing of it leaves a doubt, which a person is told of.
        const doubts = given.filter(({ name }) => name === "SendingUnanswered")
        expect(given).toEqual(doubts)
        for (const channel of [topic, "Notifications"]) {
          const messages = told.filter((notification) => notification.topic === channel).length
          const isDoubted = doubts.some(({ message }) => message.includes(channel))
          expect(messages).toBeLessThanOrEqual(1)
          expect(messages === 1 || isDoubted, `${channel}: ${messages} messages`).toBe(true)
        }
        expect(told.filter(({ topic: other }) => ![topic, "Notifications"].includes(other))).toEqual([])
        const hooked = hooks.map(({ headers }) => headers["webhook-id"])
        expect(hooked).toEqual(expect.arrayContaining([...ids("ImageCategorized"), ...ids("ImageProcessed")]))
      }),
      // A failure's turns are told at once: to find fewer takes minutes.
      { numRuns, endOnFailure: true },
    )
  },
  120_000,
)
