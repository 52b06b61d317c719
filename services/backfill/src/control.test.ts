import { BackfillCompleted, backfillAnswerSchema, type BackfillAnswer } from "@darkroom/events"
import { expect, it } from "vitest"
import { control } from "./control.ts"
import { foundIn, id, runMessages, worldOf } from "./world.fixture.ts"

const source = { kind: "csv", bucket: "photos", key: "manifests/all.csv" } as const
const other = "1b4e28ba-2fa1-4d2e-883f-0016d3cca427"

function start(files: Readonly<Record<string, string>> = { "photos/manifests/all.csv": "photos,images/a.jpg\n" }) {
  const world = worldOf(files)
  const command = async (name: string, more: object = {}): Promise<BackfillAnswer> =>
    backfillAnswerSchema.parse(await control({ command: name, ...more }, world.deps))
  return { world, command }
}

const statusIn = (answer: BackfillAnswer) => (answer.ok ? answer.backfills[0] : undefined)
const problemIn = (answer: BackfillAnswer) => (answer.ok ? undefined : answer.error)

it("starts one, which somebody is to work on, and tells how it stands", async () => {
  const { world, command } = start()
  const answer = await command("start", { source })
  expect(statusIn(answer)).toMatchObject({
    source,
    rate: 50,
    again: false,
    state: "running",
    startedAt: "2026-11-22T00:00:00.000Z",
    endedAt: null,
    counts: { rows: 0, emitted: 0, malformed: 0, foreign: 0 },
    skipped: { missing: 0, known: 0, archived: 0 },
    done: 0,
    waiting: false,
    report: null,
  })
  expect(world.messages).toMatchObject([{ message: { id: statusIn(answer)?.id } }])
  expect(world.published.map(({ type }) => type)).toEqual(["BackfillStarted"])
})

it("starts nothing twice by the same id, but ends what a first attempt began", async () => {
  const { world, command } = start()
  const first = await command("start", { id, source })
  await runMessages(world)
  const second = await command("start", { id, source, rate: 1 })
  expect([statusIn(first)?.state, statusIn(second)?.state, statusIn(second)?.rate]).toEqual([
    "running",
    "completed",
    50,
  ])
  await runMessages(world)
  expect(foundIn(world)).toHaveLength(1)
  expect(world.published.filter(({ type }) => type === BackfillCompleted.name)).toHaveLength(1)
})

it.each([
  ["a manifest that is not there", { ...source, key: "none.csv" }, "SourceMissing", "s3://photos/none.csv"],
  ["an empty prefix", { kind: "prefix", bucket: "photos", prefix: "no/" }, "SourceMissing", "s3://photos/no/"],
  ["an inventory that is none", { ...source, kind: "inventory" }, "NotAManifest", "it is no JSON"],
  ["a source of no kind", { kind: "tape" }, "InvalidCommand", "source.kind"],
  ["a job, which starts itself", { kind: "batch", jobId: "1" }, "InvalidCommand", "source.kind"],
])("refuses %s and says why", async (_, wrong, name, text) => {
  const { world, command } = start()
  expect(problemIn(await command("start", { source: wrong }))).toEqual({
    name,
    message: expect.stringContaining(text) as string,
  })
  expect([world.records.size, world.messages, world.published]).toEqual([0, [], []])
})

it.each([
  ["start", { source, rate: 0 }],
  ["rate", { id, rate: Number.POSITIVE_INFINITY }],
  ["rate", { id }],
  ["pause", {}],
  ["pause", { id: "7" }],
  ["stop", { id }],
])("takes %s %j for no command", async (name, more) => {
  const { command } = start()
  expect(problemIn(await command(name, more))?.name).toBe("InvalidCommand")
})

it.each(["pause", "resume", "cancel", "get"])("knows no backfill to %s by another id", async (name) => {
  const { command } = start()
  await command("start", { id, source })
  expect(problemIn(await command(name, { id: other }))).toEqual({
    name: "UnknownBackfill",
    message: `There is no backfill ${other}`,
  })
})

it("says in which state a backfill is that cannot be paused, resumed, cancelled or sped up any more", async () => {
  const { world, command } = start()
  await command("start", { id, source })
  await runMessages(world)
  for (const name of ["pause", "resume", "cancel"]) {
    expect(problemIn(await command(name, { id }))).toMatchObject({
      name: "WrongState",
      message: expect.stringContaining(`The backfill ${id} is completed`) as string,
    })
  }
  expect(problemIn(await command("rate", { id, rate: 5 }))?.name).toBe("WrongState")
})

it("may be told the same again: paused is paused", async () => {
  const { world, command } = start()
  await command("start", { id, source })
  for (const name of ["pause", "pause", "resume", "resume"]) expect((await command(name, { id })).ok).toBe(true)
  await runMessages(world)
  expect(foundIn(world)).toHaveLength(1)
})

it("lists all, the latest first", async () => {
  const { world, command } = start()
  await command("start", { id, source })
  world.clock.now += 1_000
  await command("start", { id: other, source })
  const answer = await command("list")
  expect(answer.ok && answer.backfills.map((backfill) => backfill.id)).toEqual([other, id])
})
