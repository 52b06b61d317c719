import { derivedId } from "@darkroom/events"
import { z } from "zod"
import { describe, expect, it } from "vitest"
import { batchTasks } from "./batch.ts"
import { control } from "./control.ts"
import { countSkipped } from "./count-skipped.ts"
import { Crash, foundIn, runMessages, type World, worldOf } from "./world.fixture.ts"
import { OriginalSkipped } from "@darkroom/events"

const backfillId = derivedId("backfill", "job-1")

/** An invocation as S3 Batch Operations make it, in one of the versions of its schema. */
function invocation(version: "1.0" | "2.0", keys: readonly string[], userArguments?: Record<string, string>) {
  const bucket = version === "1.0" ? { s3BucketArn: "arn:aws:s3:::photos" } : { s3Bucket: "photos" }
  return {
    invocationSchemaVersion: version,
    invocationId: "invocation",
    job: { id: "job-1", ...(userArguments ? { userArguments } : {}) },
    tasks: keys.map((s3Key, index) => ({ taskId: `task-${index}`, s3Key, s3VersionId: null, ...bucket })),
  }
}

/** As people are told. */
async function countsOf(world: World) {
  const answer = await control({ command: "get", id: backfillId }, world.deps)
  return answer.ok ? answer.backfills[0]?.counts : undefined
}

describe.each(["1.0", "2.0"] as const)("version %s of the schema", (version) => {
  it("has a result for each task, in the version asked", async () => {
    const world = worldOf()
    const keys = ["images/a+b%2B%C3%BC.jpg", "images/%zz", "nowhere/a.jpg"]
    expect(await batchTasks(invocation(version, keys), world.deps)).toEqual({
      invocationSchemaVersion: version,
      treatMissingKeysAs: "PermanentFailure",
      invocationId: "invocation",
      results: [
        { taskId: "task-0", resultCode: "Succeeded", resultString: foundIn(world)[0]?.metadata.id },
        {
          taskId: "task-1",
          resultCode: "PermanentFailure",
          resultString: expect.stringContaining("URL-encoded") as string,
        },
        { taskId: "task-2", resultCode: "PermanentFailure", resultString: "no intake profile takes such a key" },
      ],
    })
    expect(foundIn(world).map(({ data }) => data)).toEqual([
      { backfillId, row: keys[0], bucket: "photos", key: "images/a b+ü.jpg", again: false },
    ])
    expect(world.records.get(backfillId)?.source).toEqual({ kind: "batch", jobId: "job-1" })
    expect(await countsOf(world)).toEqual({ rows: 3, emitted: 1, malformed: 1, foreign: 1 })
  })
})

it("takes objects in again where the job's maker says so", async () => {
  const world = worldOf()
  await batchTasks(invocation("2.0", ["images/a.jpg"], { again: "true" }), world.deps)
  expect(foundIn(world)[0]?.data.again).toBe(true)
})

it("is to be asked again for what could not be put on the bus, and for nothing else", async () => {
  const world = worldOf()
  const deps = {
    ...world.deps,
    publish: async (events: Parameters<typeof world.deps.publish>[0]) => {
      if (foundIn({ ...world, published: [...events] })[0]?.data.key === "images/b.jpg")
        throw new Error("EventBridge is away")
      return world.deps.publish(events)
    },
  }
  const { results } = await batchTasks(invocation("1.0", ["images/a.jpg", "images/b.jpg"]), deps)
  expect(results.map(({ resultCode, resultString }) => [resultCode, resultString])).toEqual([
    ["Succeeded", expect.any(String)],
    ["TemporaryFailure", "EventBridge is away"],
  ])
})

it("puts the same event on the bus for a task that is asked again", async () => {
  const world = worldOf()
  for (let time = 0; time < 2; time++) await batchTasks(invocation("1.0", ["images/a.jpg"]), world.deps)
  expect(new Set(foundIn(world).map(({ metadata }) => metadata.id)).size).toBe(1)
  expect(world.published.filter(({ type }) => type === "BackfillStarted")).toHaveLength(1)
})

describe("counts are exact", () => {
  const keys = ["images/a.jpg", "images/%zz", "nowhere/a.jpg"]
  const exact = { rows: 3, emitted: 1, malformed: 1, foreign: 1 }

  it("for an invocation that is delivered twice", async () => {
    const world = worldOf()
    for (let time = 0; time < 2; time++) await batchTasks(invocation("1.0", keys), world.deps)
    expect(await countsOf(world)).toEqual(exact)
  })

  it("wherever an invocation dies, before or after a call of any service", async () => {
    const whole = worldOf()
    await batchTasks(invocation("1.0", keys), whole.deps)
    const { calls } = whole
    expect(calls).toBeGreaterThan(6)
    for (const phase of ["before", "after"] as const)
      for (let last = 1; last <= calls; last++) {
        const world = worldOf()
        world.onCall = (call, now) => {
          if (call > last || (call === last && now === phase)) throw new Crash()
        }
        // Whatever it answers, nobody hears it.
        await batchTasks(invocation("1.0", keys), world.deps).catch(() => {})
        world.onCall = () => {}
        await batchTasks(invocation("1.0", keys), world.deps)
        expect([phase, last, await countsOf(world)]).toEqual([phase, last, exact])
        expect(new Set(foundIn(world).map(({ metadata }) => metadata.id)).size).toBe(1)
      }
  })

  it("for a task that is told to come again, and for one of a backfill that was cancelled, which nobody looked at", async () => {
    const world = worldOf()
    await batchTasks(invocation("1.0", ["images/a.jpg"]), world.deps)
    await control({ command: "pause", id: backfillId }, world.deps)
    await batchTasks(invocation("1.0", keys), world.deps)
    await control({ command: "cancel", id: backfillId }, world.deps)
    await batchTasks(invocation("1.0", keys), world.deps)
    expect(await countsOf(world)).toEqual({ ...exact, rows: 1, malformed: 0, foreign: 0 })
  })
})

it.each([
  ["paused", "pause", "TemporaryFailure"],
  ["cancelled", "cancel", "PermanentFailure"],
])("takes no task of a job whose backfill is %s", async (_, command, resultCode) => {
  const world = worldOf()
  await batchTasks(invocation("1.0", ["images/a.jpg"]), world.deps)
  await control({ command, id: backfillId }, world.deps)
  const { results } = await batchTasks(invocation("1.0", ["images/b.jpg"]), world.deps)
  expect(results).toMatchObject([{ resultCode }])
  expect(foundIn(world)).toHaveLength(1)
})

it("takes a job for ended that asks for nothing for an hour", async () => {
  const world = worldOf()
  await batchTasks(invocation("1.0", ["images/a.jpg"]), world.deps)
  const begin = world.clock.now
  await runMessages(world)
  expect(world.clock.now - begin).toBe(3_600_000)
  expect(world.published.at(-1)).toMatchObject({
    type: "BackfillCompleted",
    data: { outcome: "completed", counts: { rows: 1, emitted: 1 } },
  })
})

it.each([{}, null, { invocationSchemaVersion: "3.0" }, invocation("1.0", [""])])(
  "throws for %j, or says so of the task",
  async (input) => {
    const world = worldOf()
    const answer = batchTasks(input, world.deps)
    if (input && "tasks" in input) expect((await answer).results).toMatchObject([{ resultCode: "PermanentFailure" }])
    else await expect(answer).rejects.toThrow(z.ZodError)
  },
)

it("counts what ingest skipped of a job too", async () => {
  const world = worldOf()
  await batchTasks(invocation("1.0", ["images/a.jpg"]), world.deps)
  const data = { backfillId, row: "images/a.jpg", bucket: "photos", key: "images/a.jpg", reason: "known" } as const
  await countSkipped(OriginalSkipped.create(data, { cause: foundIn(world)[0]! }), world.deps)
  const answer = await control({ command: "get", id: backfillId }, world.deps)
  expect(answer.ok && answer.backfills[0]?.skipped).toEqual({ missing: 0, known: 1, archived: 0 })
})
