import { property } from "@darkroom/testing/property"
import { derivedId, VideoCopied, VideoMetadataExtracted } from "@darkroom/events"
import { on, queueHandler, subscriber } from "@darkroom/lambda"
import { busEvent, lambdaContext, liveFor, sqsBatch, testRuntime } from "@darkroom/testing"
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda"
import fc from "fast-check"
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest"
import { completeJob } from "./complete-job.ts"
import type { Completion } from "./completion.ts"
import { workOf } from "./completions-handler.ts"
import { copied, extracted, jobsWorld, type JobsWorld, type JobTables, startJobTables } from "./jobs.fixture.ts"
import { queueCopied, queueJobs } from "./queue-jobs.ts"
import { sweep } from "./sweep.ts"

const VIDEOS = 50
const LIMIT = 5
const MINUTE = 60_000

let tables: JobTables
beforeAll(async () => void (tables = await startJobTables()))
afterAll(() => tables.close())
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] })
  return () => void vi.useRealTimers()
})

const crash = fc.oneof(
  { weight: 3, arbitrary: fc.constant(Infinity) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 14 }) },
)
const turn = fc.record({
  /** Messages that are delivered at the same time, each by a process that may die. */
  deliveries: fc.array(fc.record({ message: fc.nat(200), crashAfter: crash, twice: fc.boolean() }), { maxLength: 4 }),
  /** Jobs that end, and how often that is told. */
  ends: fc.array(fc.record({ job: fc.nat(10), told: fc.constantFrom(0, 1, 1, 1, 2) }), { maxLength: 3 }),
  /** Rekognition forgets one of the jobs that run. */
  lost: fc.option(fc.nat(10), { freq: 5, nil: undefined }),
  storm: fc.constantFrom(0, 0, 0, 1, 7),
  unanswered: fc.constantFrom(false, false, true),
  minutes: fc.constantFrom(0, 0, 1, 4, 11),
  sweepCrash: crash,
})

interface Message {
  readonly id: string
  readonly body: object
  readonly run: (batch: SQSEvent, context: Context) => Promise<SQSBatchResponse>
  receives: number
}

/** The jobs and completions functions on queues in memory. */
function functionsOf(world: JobsWorld) {
  const options = { maxReceives: 1000, queueReceives: 2000 }
  const [forJobs, forCompletions] = [testRuntime("video", options), testRuntime("video", options)]
  const jobs = subscriber(
    [
      on(VideoMetadataExtracted, (event) => queueJobs(event, world.deps)),
      on(VideoCopied, (event) => queueCopied(event, world.deps)),
    ],
    () => forJobs,
  )
  const completions = queueHandler(
    async (record) => workOf(record, (completion) => completeJob(completion, world.deps)),
    () => forCompletions,
  )
  const waiting: Message[] = []
  let count = 0
  const add = (body: object, run: Message["run"]) => waiting.push({ id: `m-${++count}`, body, run, receives: 0 })
  return {
    waiting,
    upload: (name: string, origin: "upload" | "backfill") => add(busEvent(extracted(name, { origin })), jobs),
    copy: (name: string) => {
      const event = copied(name)
      world.documents.stored.set(event.data.copy.key, { body: null, metadata: {}, etag: "copy" })
      add(busEvent(event), jobs)
    },
    complete: (completion: Completion) =>
      add(
        { Type: "Notification", MessageId: derivedId(String(++count)), Message: JSON.stringify(completion) },
        completions,
      ),
    repeat: ({ body, run }: Message) => add(body, run),
    deadLetters: () => [...forJobs.deadLetters, ...forCompletions.deadLetters],
  }
}

function pass(world: JobsWorld, milliseconds: number): void {
  world.clock.now += milliseconds
  vi.setSystemTime(Date.now() + milliseconds)
}

property(
  "never has six jobs running with a limit of five, and ends all fifty videos, whatever dies, gets lost or comes twice",
  5,
  async ({ numRuns }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 20, maxLength: 40 }), async (turns) => {
        const world = jobsWorld(tables, { limit: LIMIT, rekognitionLimit: 1000 })
        const { rekognition } = world
        const functions = functionsOf(world)
        const forgotten = new Set<string>()
        for (let index = 0; index < VIDEOS; index++) {
          if (index % 5 === 0) functions.copy(`${index}`)
          else functions.upload(`${index}`, index % 3 === 0 ? "backfill" : "upload")
        }

        const deliver = async (message: Message, crashAfter: number) => {
          const batch = sqsBatch([message.body], { messageId: message.id, attempt: ++message.receives })
          const result = await liveFor(crashAfter, () => message.run(batch, lambdaContext()))
          if (result === undefined || result.batchItemFailures.length > 0) functions.waiting.push(message)
        }
        const take = (at: number) => functions.waiting.splice(at % Math.max(1, functions.waiting.length), 1)
        const endJobs = (ends: readonly { job: number; told: number }[]) => {
          for (const { job, told } of ends) {
            const running = rekognition.running()
            const chosen = running[job % Math.max(1, running.length)]
            if (chosen === undefined) continue
            const completion = rekognition.finish(chosen.id)
            for (let time = 0; time < told; time++) functions.complete(completion)
          }
        }

        for (const { deliveries, ends, lost, storm, unanswered, minutes, sweepCrash } of turns) {
          rekognition.state.storm = storm
          if (unanswered) rekognition.state.errors.push({ name: "InternalServerError", afterStarting: true })
          const chosen = deliveries.flatMap(({ message, crashAfter, twice }) =>
            take(message).map((taken) => ({ taken, crashAfter, twice })),
          )
          for (const { taken, twice } of chosen) if (twice) functions.repeat(taken)
          await Promise.all(chosen.map(({ taken, crashAfter }) => deliver(taken, crashAfter)))
          endJobs(ends)
          const one = rekognition.running()[lost ?? -1]
          // Each once at the most: what is forgotten three times has failed.
          if (one !== undefined && !forgotten.has(one.request.key)) {
            forgotten.add(one.request.key)
            rekognition.lose(one.id)
          }
          pass(world, minutes * MINUTE + 21_000)
          if (minutes > 0) await liveFor(sweepCrash, () => sweep(world.deps))
          expect(Object.keys((await world.slots.inUse()).leases).length).toBeLessThanOrEqual(LIMIT)
        }

        Object.assign(rekognition.state, { storm: 0, errors: [] })
        for (let round = 0; new Set(world.tagged().map(({ data }) => data.video.id)).size < VIDEOS; round++) {
          expect(round).toBeLessThan(200)
          for (const message of functions.waiting.splice(0)) await deliver(message, Infinity)
          endJobs(rekognition.running().map(() => ({ job: 0, told: round % 3 === 0 ? 0 : 1 })))
          pass(world, 2 * MINUTE)
          await sweep(world.deps)
        }
        while (functions.waiting.length > 0) for (const message of take(0)) await deliver(message, Infinity)

        // Who died last may have left something to the sweep.
        pass(world, 11 * MINUTE)
        await sweep(world.deps)

        expect(rekognition.state.most).toBeLessThanOrEqual(LIMIT)
        expect(functions.deadLetters()).toEqual([])
        const ids = new Map(world.tagged().map(({ data, metadata }) => [data.video.id, metadata.id]))
        expect(ids.size).toBe(VIDEOS)
        for (const { data, metadata } of world.tagged()) {
          expect(metadata.id).toBe(ids.get(data.video.id))
          expect(data.labels[0]?.segments).toHaveLength(2)
        }
        expect([await world.entries(), (await world.slots.inUse()).leases]).toEqual([[], {}])
        expect([...world.documents.stored.keys()].filter((key) => key.startsWith("copies/"))).toEqual([])
      }),
      { numRuns, endOnFailure: true },
    )
  },
  300_000,
)
