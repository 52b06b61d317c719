import type { BackfillCommand, BackfillStatus } from "@darkroom/events"
import type { LambdaClient } from "@aws-sdk/client-lambda"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, expect, it, vi } from "vitest"
import { backfillControl } from "../backfill/backfill-control.ts"
import { followBackfill } from "../backfill/follow-backfill.ts"
import { durationText, progressText } from "../backfill/render-backfill.ts"
import { BackfillRefused, NoBackfill } from "../errors.ts"
import { run } from "../program.ts"
import { fakeStage, fakeTerminal, sink } from "../test-fixtures.ts"
import { plain } from "../text.ts"
import { listBackfills, register, startBackfill, statusOfBackfill, tellBackfill } from "./backfill.ts"

const id = "b0a1a9c2-7f5f-4b61-8a9e-0a4c2f1d9e10"

const running: BackfillStatus = {
  id,
  source: { kind: "csv", bucket: "photos", key: "manifests/all.csv" },
  rate: 50,
  again: false,
  state: "running",
  startedAt: "2026-11-22T08:00:00.000Z",
  endedAt: null,
  counts: { rows: 5_000, emitted: 4_981, malformed: 17, foreign: 2 },
  skipped: { missing: 1, known: 12, archived: 0 },
  done: 0.5,
  waiting: false,
  message: null,
  report: null,
}
const completed: BackfillStatus = {
  ...running,
  state: "completed",
  done: 1,
  endedAt: "2026-11-22T09:00:00.000Z",
  report: { bucket: "output", key: `backfill/${id}/report.csv` },
}

const folders: string[] = []
afterEach(() => {
  process.exitCode = undefined
  vi.restoreAllMocks()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function start(...answers: (readonly BackfillStatus[])[]) {
  const commands: BackfillCommand[] = []
  const { stage, puts } = fakeStage()
  const backfills = async (command: BackfillCommand) => {
    commands.push(command)
    return (answers.length > 1 ? answers.shift() : answers[0]) ?? []
  }
  return { io: fakeTerminal({ ...stage, backfills }), commands, puts }
}

it("starts with a prefix of the bucket Photos, an object in S3 or an inventory", async () => {
  const { io, commands } = start([running])
  expect(await startBackfill({ prefix: "images/", rate: 50 }, io)).toBe(0)
  await startBackfill({ manifest: "s3://photos/manifests/a b.csv", rate: 5, again: true }, io)
  await startBackfill({ inventory: "s3://inventories/x/manifest.json", rate: 50 }, io)
  expect(commands).toMatchObject([
    { command: "start", source: { kind: "prefix", bucket: "photos", prefix: "images/" }, rate: 50, again: false },
    { source: { kind: "csv", bucket: "photos", key: "manifests/a b.csv" }, rate: 5, again: true },
    { source: { kind: "inventory", bucket: "inventories", key: "x/manifest.json" } },
  ])
  expect(io.written().stdout).toContain(
    `id       ${id}\nsource   s3://photos/manifests/all.csv (CSV)\nstate    running, 50 %`,
  )
})

it("uploads a manifest of this machine to the bucket Output first", async () => {
  const folder = mkdtempSync(join(tmpdir(), "darkroom-cli-"))
  folders.push(folder)
  writeFileSync(join(folder, "m.csv"), "photos,images/a.jpg\n")
  const { io, commands, puts } = start([running])
  await startBackfill({ manifest: join(folder, "m.csv"), rate: 50 }, io)
  expect(puts).toMatchObject([{ input: { Bucket: "output" }, body: Buffer.from("photos,images/a.jpg\n") }])
  expect(commands).toMatchObject([{ source: { kind: "csv", bucket: "output", key: puts[0]?.key } }])
  const missing = startBackfill({ manifest: join(folder, "none.csv"), rate: 50 }, io)
  await expect(missing).rejects.toThrow("none.csv does not exist.")
})

it.each([
  [[]],
  [["--prefix", "a/", "--manifest", "b.csv"]],
  [["--manifest", "s3://photos"]],
  [["--inventory", "manifest.json"]],
  [["--prefix", "a/", "--rate", "0"]],
])("helps and exits 2 for start %j", async (options) => {
  const stderr = sink()
  await run([register], ["backfill", "start", ...options], stderr.stream)
  expect(process.exitCode).toBe(2)
  expect(stderr.text()).toContain("Usage: darkroom backfill start")
})

it("shows how one stands, the latest unless an id is given", async () => {
  const { io, commands } = start([completed])
  expect(await statusOfBackfill(undefined, {}, io)).toBe(0)
  expect(await statusOfBackfill(id, { json: true }, io)).toBe(0)
  expect(commands).toEqual([{ command: "list" }, { command: "get", id }])
  const [text, json] = io.written().stdout.split("\n{")
  expect(text).toContain("rows     5,000 read: 4,981 found, 17 malformed, 2 foreign")
  expect(text).toContain("skipped  12 known already, 1 missing, 0 archived")
  expect(text).toContain(`report   s3://output/backfill/${id}/report.csv`)
  expect(JSON.parse(`{${json}`)).toEqual(completed)
  await expect(statusOfBackfill(undefined, {}, start([]).io)).rejects.toThrow(NoBackfill)
})

it("lists all", async () => {
  const { io } = start([completed, { ...running, done: null, source: { kind: "batch", jobId: "j" } }])
  await listBackfills({}, io)
  const [head, first, second] = io.written().stdout.split("\n")
  expect(head).toMatch(/^id +state +done +rate +emitted +started \(UTC\) +source$/)
  expect(first).toMatch(/completed +100 % +50\/s +4,981 +2026-11-22 08:00 +s3:\/\/photos/)
  expect(second).toContain("the job j of S3 Batch Operations")
  const none = start([])
  await listBackfills({}, none.io)
  await listBackfills({ json: true }, none.io)
  expect(none.io.written().stdout).toBe("There are none.\n[]\n")
})

it("passes commands on", async () => {
  const { io, commands } = start([{ ...running, state: "paused", rate: 7.5 }])
  await tellBackfill({ command: "pause", id }, {}, io)
  await tellBackfill({ command: "rate", id, rate: 7.5 }, {}, io)
  expect(commands).toEqual([
    { command: "pause", id },
    { command: "rate", id, rate: 7.5 },
  ])
  expect(io.written().stdout).toContain("rate     7.5 objects a second")
})

it("follows one to its end: the exit code tells whether that was good", async () => {
  const good = start([running], [completed])
  expect(await startBackfill({ prefix: "images/", rate: 50, follow: true, json: true }, good.io)).toBe(0)
  expect(JSON.parse(good.io.written().stdout)).toEqual(completed)
  const failed = { ...completed, state: "failed", message: "The manifest is gone" } as const
  const bad = start([running], [failed])
  expect(await statusOfBackfill(id, { follow: true }, bad.io)).toBe(1)
  expect(bad.io.written().stdout).toContain("message  The manifest is gone")
})

it("stops to follow when nobody wants to know any more, and the backfill goes on", async () => {
  const { io, commands } = start([running])
  const signal = AbortSignal.abort()
  const { backfills } = await io.open()
  expect(await followBackfill({ backfills }, id, io, { signal })).toEqual(running)
  expect(commands).toHaveLength(1)
})

it("draws a bar with the speed and the time left once it knows them", async () => {
  const rows = (count: number) => [{ ...running, counts: { ...running.counts, rows: count }, done: count / 10_000 }]
  const { io } = start(rows(4_800), rows(4_900), [completed])
  const stderr = sink()
  Object.assign(stderr.stream, { isTTY: true })
  let now = 0
  const { backfills } = await io.open()
  const options = {
    signal: new AbortController().signal,
    wait: async (ms: number) => void (now += 2 * ms),
    now: () => now,
  }
  await followBackfill({ backfills }, id, { stderr: stderr.stream }, options)
  expect(stderr.text()).toMatch(/running +.*4881\/10000.*19 refused.*13 skipped.*50 of 50\/s.*2 min left/)
})

it("tells what it can where nothing says how much there is", () => {
  const text = progressText({ ...running, done: null, waiting: true }, 12.25, plain)
  expect(text).toBe("running  5,000 rows  19 refused  13 skipped  12.3 of 50/s  the pipeline catches up")
})

it.each([
  [3.2, "4 s"],
  [61, "2 min"],
  [7_300, "2 h 2 min"],
  [400_000, "4 d 15 h"],
])("tells %d seconds as %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text)
})

it("reports what the service refuses and how it failed in the service's words", async () => {
  const answering = (answer: object, FunctionError?: string) => {
    const send = async () => ({ Payload: Buffer.from(JSON.stringify(answer)), FunctionError })
    const client = { send } as unknown as Pick<LambdaClient, "send">
    return backfillControl(client, "control")({ command: "list" })
  }
  expect(await answering({ ok: true, backfills: [running] })).toEqual([running])
  const refused = answering({ ok: false, error: { name: "UnknownBackfill", message: "There is no backfill 7" } })
  await expect(refused).rejects.toThrow(new BackfillRefused("There is no backfill 7"))
  await expect(answering({ errorMessage: "Task timed out" }, "Unhandled")).rejects.toThrow("failed: Task timed out")
})
