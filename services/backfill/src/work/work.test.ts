import { PublishFailed } from "@darkroom/lambda"
import { describe, expect, it } from "vitest"
import { control } from "../control.ts"
import { HeldElsewhere } from "../errors.ts"
import { csvRow } from "../csv/write-row.ts"
import { Crash, foundIn, id, runMessages, type World, worldOf } from "../world.fixture.ts"
import { work } from "./work.ts"

const source = { kind: "csv", bucket: "photos", key: "manifests/all.csv" } as const

/** Rows of which some name no object, and some one of another bucket or of no profile. */
function manifestOf(count: number): string {
  return Array.from({ length: count }, (_, index) => {
    if (index % 20 === 7) return "photos,%"
    if (index % 20 === 11) return "others,images/a.jpg"
    if (index % 20 === 13) return "photos,nowhere/a.jpg"
    return `photos,images/${index + 1}.jpg`
  }).join("\n")
}

async function started(
  rows: number,
  { rate = 50, ...limits }: { rate?: number; work?: number; backlog?: number } = {},
) {
  const world = worldOf({ "photos/manifests/all.csv": manifestOf(rows) }, limits)
  expect(await control({ command: "start", id, source, rate }, world.deps)).toMatchObject({ ok: true })
  return world
}

const state = (world: World) => world.records.get(id)
const told = (world: World) => world.published.filter(({ type }) => type === "BackfillCompleted")
const rowsIn = (world: World) => foundIn(world).map(({ data }) => Number(data.row))
const command = (world: World, name: string, more: object = {}) => control({ command: name, id, ...more }, world.deps)

it("emits each object once, tells of each row that it did not take, and says when it has ended", async () => {
  const world = await started(100)
  await runMessages(world)
  expect(foundIn(world)).toHaveLength(85)
  expect(new Set(foundIn(world).map(({ metadata }) => metadata.id)).size).toBe(85)
  expect(foundIn(world)[0]).toMatchObject({
    metadata: { origin: "backfill", groupKey: id },
    data: { backfillId: id, row: "1", bucket: "photos", key: "images/1.jpg", again: false },
  })
  const report = { bucket: "output", key: `backfill/${id}/report.csv` }
  expect(told(world)).toMatchObject([
    {
      data: {
        outcome: "completed",
        message: null,
        counts: { rows: 100, emitted: 85, malformed: 5, foreign: 10 },
        report,
      },
    },
  ])
  const lines = world.reports.get(report.key)?.split("\r\n") ?? []
  expect(lines.slice(0, 4).join("\r\n")).toBe(
    csvRow(["row", "key", "reason"]) +
      csvRow(["8", "%", "the key is not URL-encoded: what follows a % is no byte, or no UTF-8"]) +
      csvRow(["12", "images/a.jpg", "the bucket others is not the one that photos are taken in from"]) +
      "14,nowhere/a.jpg,no intake profile takes such a key",
  )
  expect(lines).toHaveLength(1 + 15 + 1)
  expect(world.published[0]).toMatchObject({ type: "BackfillStarted", data: { backfill: { id, rate: 50 } } })
})

it("keeps to its rate, and takes another one while it runs", async () => {
  const world = await started(4_000, { rate: 100 })
  const { deps, clock } = world
  const begin = clock.now
  let changed = false
  world.onCall = () => {
    if (changed || clock.now - begin < 10_000) return
    changed = true
    void command(world, "rate", { rate: 200 })
  }
  await work({ id, report: false }, { holder: "a" }, deps)
  const times = foundIn(world).map((event) => world.times[world.published.indexOf(event)]! - begin)
  const within = (from: number, to: number) => times.filter((time) => time >= from * 1000 && time < to * 1000).length
  expect(within(0, 10)).toBeGreaterThan(900)
  expect(within(0, 10)).toBeLessThanOrEqual(1_010)
  expect(within(11, 16)).toBeGreaterThan(900)
  expect(within(11, 16)).toBeLessThanOrEqual(1_210)
})

it("tells how far it has come every few seconds, and no more often", async () => {
  const world = await started(1_000, { rate: 10 })
  await runMessages(world)
  const progress = world.published.filter(({ type }) => type === "BackfillProgressed")
  expect(progress.length).toBeGreaterThan(10)
  expect(progress.length).toBeLessThanOrEqual(85 / 5 + 1)
  expect(progress.at(-1)).toMatchObject({
    data: { state: "running", counts: { malformed: expect.any(Number) as number } },
  })
})

it("ends its turn when its time is over, and goes on where it was when its message comes back", async () => {
  const world = await started(400, { rate: 10, work: 5_000 })
  await runMessages(world)
  expect(rowsIn(world)).toHaveLength(340)
  expect(new Set(rowsIn(world)).size).toBe(340)
  expect(world.calls).toBeGreaterThan(50)
  expect(told(world)).toHaveLength(1)
})

it("waits while the pipeline has enough to do, and then goes on", async () => {
  const world = await started(300, { rate: 20, backlog: 100 })
  world.backlog = 101
  const turn = work({ id, report: false }, { holder: "a" }, world.deps)
  await expect(turn).rejects.toMatchObject({ name: "ToBeContinued", retryAfter: 60 })
  expect([foundIn(world).length, state(world)?.waiting, world.messages.length]).toEqual([0, true, 1])
  world.backlog = 100
  await runMessages(world)
  expect([foundIn(world).length, state(world)?.waiting]).toEqual([255, false])
})

describe("a command", () => {
  /** At the second when so many seconds of work are over. */
  const after = (world: World, seconds: number, does: () => unknown) => {
    const begin = world.clock.now
    let done = false
    world.onCall = () => {
      if (done || world.clock.now - begin < seconds * 1000) return
      done = true
      void does()
    }
  }

  it("to pause takes effect within a second or two; to resume goes on where it was", async () => {
    const world = await started(1_000, { rate: 50 })
    after(world, 5, () => command(world, "pause"))
    await runMessages(world)
    expect(state(world)?.state).toBe("paused")
    expect(foundIn(world).length).toBeLessThanOrEqual(50 * 7)
    expect(foundIn(world).length).toBeGreaterThan(200)
    expect(world.published.at(-1)).toMatchObject({ type: "BackfillProgressed", data: { state: "paused" } })
    expect(told(world)).toEqual([])
    await command(world, "resume")
    await runMessages(world)
    expect([rowsIn(world).length, new Set(rowsIn(world)).size]).toEqual([850, 850])
    expect(told(world)).toHaveLength(1)
  })

  it("to cancel ends it with what was done by then, also where it was paused", async () => {
    const world = await started(1_000, { rate: 50 })
    after(world, 5, () => command(world, "cancel"))
    await runMessages(world)
    expect(foundIn(world).length).toBeLessThanOrEqual(50 * 7)
    const { counts } = state(world)!
    expect(counts.emitted).toBe(foundIn(world).length)
    expect(told(world)).toMatchObject([{ data: { outcome: "cancelled", counts } }])

    const other = await started(1_000)
    await command(other, "pause")
    await command(other, "cancel")
    await runMessages(other)
    expect([foundIn(other).length, told(other)[0]?.data]).toEqual([
      0,
      expect.objectContaining({ outcome: "cancelled" }),
    ])
  })
})

it("is worked on by one at a time, however often its message comes", async () => {
  const world = await started(500, { rate: 50 })
  const others: unknown[] = []
  world.onCall = (call) => {
    if (call % 20 === 0 && others.length < 10)
      others.push(work({ id, report: false }, { holder: `other-${call}` }, world.deps).catch((error: unknown) => error))
  }
  await work({ id, report: false }, { holder: "a" }, world.deps)
  expect(others.length).toBeGreaterThan(3)
  expect((await Promise.all(others)).filter((error) => !(error instanceof HeldElsewhere))).toEqual([])
  expect([rowsIn(world).length, new Set(rowsIn(world)).size]).toEqual([425, 425])
  await expect(work({ id, report: false }, { holder: "late" }, world.deps)).resolves.toBeUndefined()
  expect(told(world)).toHaveLength(1)
})

it("is given up by who was silent for so long that another has taken it over", async () => {
  const world = await started(500, { rate: 50 })
  world.onCall = (call) => {
    const record = state(world)
    if (call === 40 && record)
      world.records.set(id, { ...record, holder: "another", heldUntil: world.clock.now + 30_000 })
  }
  await expect(work({ id, report: false }, { holder: "a" }, world.deps)).rejects.toThrow("taken over")
  expect(state(world)?.holder).toBe("another")
})

it("ends as failed, with the reason, where its manifest has changed or gone", async () => {
  const world = await started(100)
  world.files.set("photos/manifests/all.csv", Buffer.from("photos,images/other.jpg"))
  await runMessages(world)
  expect(told(world)).toMatchObject([
    { data: { outcome: "failed", message: expect.stringContaining("cannot be read") as string } },
  ])
  expect(foundIn(world)).toEqual([])
})

it("is tried again from where it was when the bus refuses what it puts there", async () => {
  const world = await started(200, { rate: 50 })
  const { publish } = world.deps
  let calls = 0
  const deps = {
    ...world.deps,
    publish: async (events: Parameters<typeof publish>[0]) => {
      if (++calls === 5) throw new PublishFailed(["OriginalFound (InternalFailure)"])
      return publish(events)
    },
  }
  await expect(work({ id, report: false }, { holder: "a" }, deps)).rejects.toThrow(PublishFailed)
  expect(state(world)?.holder).toBeNull()
  await runMessages(world)
  expect(new Set(rowsIn(world)).size).toBe(170)
  expect(state(world)?.counts).toMatchObject({ rows: 200, emitted: 170 })
})

it.each([
  ["crashes", true],
  ["is refused an answer", false],
])("neither skips nor repeats anything in effect where it %s, before or after any call", async (_, ends) => {
  const whole = await started(60, { rate: 40, work: 700 })
  await runMessages(whole)
  const events = foundIn(whole)
    .map(({ metadata }) => metadata.id)
    .toSorted()
  const key = `backfill/${id}/report.csv`
  expect(whole.calls).toBeGreaterThan(30)
  for (let call = 1; call <= whole.calls + 5; call++) {
    for (const phase of ["before", "after"] as const) {
      const world = worldOf({ "photos/manifests/all.csv": manifestOf(60) }, { work: 700 })
      let failed = false
      let dead = false
      world.onCall = (number, at) => {
        // What has crashed calls nobody any more.
        if (dead) throw new Crash()
        if (failed || number !== call || at !== phase) return
        failed = true
        dead = ends
        throw new Crash()
      }
      const start = () => control({ command: "start", id, source, rate: 40 }, world.deps)
      await start().catch(async () => {
        dead = false
        await start()
      })
      while (world.messages.length > 0) {
        await runMessages(world, 1).catch(() => {})
        dead = false
        world.clock.now += 31_000
      }
      const where = `${phase} call ${call}`
      expect([...new Set(foundIn(world).map(({ metadata }) => metadata.id))].toSorted(), where).toEqual(events)
      expect(state(world), where).toMatchObject({ state: "completed", told: true, counts: state(whole)!.counts })
      expect(new Set(told(world).map(({ metadata }) => metadata.id)).size, where).toBe(1)
      expect(world.reports.get(key), where).toBe(whole.reports.get(key))
    }
  }
})
