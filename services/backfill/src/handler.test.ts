import { OriginalSkipped } from "@darkroom/events"
import { on, queueHandler, subscriber } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, sqsBatch, sqsRecord, testRuntime } from "@darkroom/testing"
import { describe, expect, it } from "vitest"
import { control } from "./control.ts"
import { countSkipped } from "./count-skipped.ts"
import { handler } from "./handler.ts"
import { workOf } from "./work-handler.ts"
import { foundIn, id, runMessages, worldOf } from "./world.fixture.ts"

const source = { kind: "csv", bucket: "photos", key: "manifests/all.csv" } as const
const manifest: Record<string, string> = { "photos/manifests/all.csv": "photos,images/a.jpg\nphotos,images/b.jpg\n" }

describe("the subscriber", () => {
  async function start() {
    const world = worldOf(manifest)
    await control({ command: "start", id, source }, world.deps)
    const runtime = testRuntime("backfill")
    const run = subscriber([on(OriginalSkipped, (event) => countSkipped(event, world.deps))], () => runtime)
    const deliver = (...bodies: (object | string)[]) => run(sqsBatch(bodies), lambdaContext())
    const skipped = async () => {
      const answer = await control({ command: "get", id }, world.deps)
      return answer.ok && answer.backfills[0]?.skipped
    }
    return { world, runtime, deliver, skipped }
  }

  const skip = (row: string, reason: OriginalSkipped["data"]["reason"]) =>
    exampleEvent(OriginalSkipped, { backfillId: id, row, key: `images/${row}.jpg`, reason }, row)

  it("subscribes to what ingest skips", () => {
    expect(handler.subscriptions.map(({ type, source: from }) => [type, from])).toEqual([
      ["OriginalSkipped", "darkroom.ingest"],
    ])
  })

  it("counts each row once, also where it is delivered twice or comes by another event", async () => {
    const { deliver, skipped, world } = await start()
    const event = skip("1", "known")
    await deliver(busEvent(event), busEvent(event))
    await deliver(busEvent(event))
    await deliver(busEvent({ ...event, replayName: "replay" }))
    await deliver(busEvent(skip("2", "missing")))
    expect(await skipped()).toEqual({ missing: 1, known: 1, archived: 0 })
    expect(world.messages).toHaveLength(1)
  })

  it.each([["{broken"], [{ ...busEvent(exampleEvent(OriginalSkipped)), detail: {} }]])(
    "gives up on %j at once",
    async (body) => {
      const { deliver, runtime, skipped } = await start()
      expect(await deliver(body)).toEqual({ batchItemFailures: [] })
      expect(runtime.deadLetters).toMatchObject([{ failure: { class: "permanent" } }])
      expect(await skipped()).toEqual({ missing: 0, known: 0, archived: 0 })
    },
  )

  it("has the report written anew, once for all that comes within a minute, where the backfill has ended", async () => {
    const { deliver, world } = await start()
    await runMessages(world)
    expect(world.reports.size).toBe(0)
    await deliver(busEvent(skip("1", "known")), busEvent(skip("2", "archived")))
    expect(world.messages).toMatchObject([{ message: { id, report: true } }])
    await runMessages(world)
    expect(world.reports.get(`backfill/${id}/report.csv`)?.split("\r\n")).toEqual([
      "row,key,reason",
      "1,images/1.jpg,it was taken in before",
      "2,images/2.jpg,it is in the archive and has to be restored first",
      "",
    ])
    await deliver(busEvent(skip("3", "missing")))
    await runMessages(world)
    expect(world.reports.get(`backfill/${id}/report.csv`)).toContain("3,images/3.jpg,there is no such object")
    const answer = await control({ command: "get", id }, world.deps)
    expect(answer.ok && answer.backfills[0]?.report).toEqual({ bucket: "output", key: `backfill/${id}/report.csv` })
  })
})

describe("the worker", () => {
  async function start(files = manifest, limits: Parameters<typeof worldOf>[1] = {}) {
    const world = worldOf(files, limits)
    await control({ command: "start", id, source }, world.deps)
    const runtime = testRuntime("backfill", { queueReceives: 1000 })
    const run = queueHandler(
      async (record, current) => workOf(record, current, () => world.deps),
      () => runtime,
    )
    return {
      world,
      runtime,
      deliver: (...bodies: (object | string)[]) => receive(bodies, 1),
      receive,
    }
    async function receive(bodies: readonly (object | string)[], attempt: number, sent = world.clock.now) {
      return run(sqsBatch(bodies, { attempt, sent }), lambdaContext(900_000))
    }
  }

  it("works on 2,000 objects in many turns of one message, and sends itself none", async () => {
    const rows = Array.from({ length: 2_000 }, (_, row) => `photos,images/${row}.jpg`).join("\n")
    const { world, runtime, receive } = await start({ "photos/manifests/all.csv": rows }, { work: 1_000 })
    let receives = 0
    while ((await receive([{ id }], ++receives)).batchItemFailures.length > 0) expect(receives).toBeLessThan(500)
    expect(receives).toBeGreaterThan(20)
    expect([world.messages.length, runtime.deadLetters, foundIn(world).length]).toEqual([1, [], 2_000])
  })

  it.each([
    ["has been received 900 times", 900, 0],
    ["is ten days old", 2, 10 * 24 * 3_600_000],
  ])("puts another message in the place of one that %s: SQS would give it up", async (_, attempt, age) => {
    const { world, runtime, receive } = await start(manifest, { backlog: 0 })
    world.backlog = 1
    await runtime.waits.add(sqsRecord({}, { attempt: attempt - 2, messageId: "message-0" }), "all")
    const younger = await receive([{ id }], attempt - 1, world.clock.now - age / 2)
    expect([younger.batchItemFailures.length, world.messages.length]).toEqual([1, 1])
    const worn = await receive([{ id }], attempt, world.clock.now - age)
    expect([worn.batchItemFailures.length, world.messages.length]).toEqual([0, 2])
    expect(world.messages[1]?.at).toBe(world.clock.now + 60_000)
  })

  it("works on a backfill once, however often it is told to", async () => {
    const { world, deliver } = await start()
    // The second comes back and looks again: the first may be about to stop.
    expect(await deliver({ id }, { id })).toEqual({ batchItemFailures: [{ itemIdentifier: "message-1" }] })
    expect(await deliver({ id })).toEqual({ batchItemFailures: [] })
    expect(foundIn(world)).toHaveLength(2)
  })

  it("is back soon after a crash: its message is hidden little longer than the lease", async () => {
    const { runtime, deliver } = await start()
    await deliver({ id })
    expect(runtime.holds.map(({ seconds }) => seconds)).toEqual([901, 31])
  })

  it.each(["{broken", "{}", JSON.stringify({ id: "7" })])("gives up on %j at once", async (body) => {
    const { runtime, deliver } = await start()
    expect(await deliver(body)).toEqual({ batchItemFailures: [] })
    expect(runtime.deadLetters).toMatchObject([{ body, failure: { class: "permanent" } }])
  })

  it("does nothing for a backfill that is not there", async () => {
    const { deliver } = await start()
    expect(await deliver({ id: "1b4e28ba-2fa1-4d2e-883f-0016d3cca427" })).toEqual({ batchItemFailures: [] })
  })
})
