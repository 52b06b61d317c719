import { GetObjectCommand } from "@aws-sdk/client-s3"
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda"
import { backfillAnswerSchema, type BackfillCommand, type BackfillStatus } from "@darkroom/events"
import { gzipSync } from "node:zlib"
import { expect, it } from "vitest"
import { type App, appGraph, groupKeyOf, isDone, plainPhoto, startForTest } from "./harness.ts"

const FOUND = 93
/** Milliseconds; a busy machine takes its time for 93 photos. */
const PATIENCE = 90_000
const BAD = [
  "photos-bucket-is-missing",
  "PHOTOS,",
  ",images/a.jpg",
  "PHOTOS,images/%zz.jpg",
  'PHOTOS,"images/a.jpg',
  "PHOTOS,images/a.jpg,one,two",
  "others,images/a.jpg",
]
/** Keys that have to be encoded, in between. */
const keyOf = (index: number) => (index % 10 === 3 ? `labels/ä b+${index}.jpg` : `labels/${index}.jpg`)
const encoded = (key: string) => encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/")

/**
 * The app whose bucket tells nobody of new objects, so that what is put there is there already when the backfill begins; with a
 * lease so short that others soon go on after a crash.
 */
async function startQuiet(environment: Readonly<Record<string, string>> = {}): Promise<App> {
  const graph = await appGraph((changed) => {
    for (const rule of changed.rules) {
      const { "detail-type": types = [] } = rule.pattern as { "detail-type"?: string[] }
      // Live uploads are announced under another prefix.
      if (types.includes("Object Created"))
        rule.pattern = { ...(rule.pattern as object), detail: { object: { key: [{ prefix: "Incoming/" }] } } }
    }
    for (const node of changed.functions) {
      if (node.id !== "BackfillWorkHandler") continue
      Object.assign(node.environment, {
        DARKROOM_LEASE_SECONDS: "4",
        DARKROOM_WORK_SECONDS: "3",
        DARKROOM_MAX_BACKOFF: "2",
        ...environment,
      })
    }
  })
  return startForTest({ graph })
}

/** The bucket holds the objects, and a manifest of them with bad rows in between. */
async function putAll(app: App): Promise<void> {
  const body = await plainPhoto(100)
  const lines: string[] = []
  for (let index = 0; index < FOUND; index++) {
    await app.put(keyOf(index), body, { sha256: false })
    lines.push(`${app.photos},${encoded(keyOf(index))}`)
    const bad = index % 13 === 12 ? BAD[(index - 12) / 13] : undefined
    if (bad !== undefined) lines.push(bad.replace("PHOTOS", app.photos))
  }
  await app.put("manifests/all.csv", `${lines.join("\n")}\n`)
  expect([lines.length, app.seen]).toEqual([FOUND + BAD.length, []])
}

async function invoke(app: App, functionId: string, payload: object): Promise<unknown> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  const client = new LambdaClient({ endpoint: app.engine.url, region: "us-east-1", credentials })
  const FunctionName = app.engine.graph.functions.find(({ id }) => id === functionId)?.arn
  const { Payload } = await client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }))
  client.destroy()
  return JSON.parse(Buffer.from(Payload ?? []).toString())
}

function commander(app: App) {
  return async (command: BackfillCommand): Promise<BackfillStatus> => {
    const answer = backfillAnswerSchema.parse(await invoke(app, "BackfillControl", command))
    if (!answer.ok) throw new Error(answer.error.message)
    return answer.backfills[0]!
  }
}

const manifestOf = (app: App) => ({ kind: "csv", bucket: app.photos, key: "manifests/all.csv" }) as const

/** Every photo is processed once, each bad row is reported with its line, and the backfill says so. */
async function expectWhole(app: App, status: BackfillStatus): Promise<void> {
  expect(status).toMatchObject({
    state: "completed",
    counts: { rows: 100, emitted: FOUND, malformed: 6, foreign: 1 },
    done: 1,
  })
  const uploads = app.seen.filter((event) => event["detail-type"] === "ImageUploaded")
  const ids = new Set(uploads.map(({ detail }) => (detail as { metadata: { id: string } }).metadata.id))
  expect(ids.size).toBe(FOUND)
  const processed = app.seen.filter((event) => event["detail-type"] === "ImageProcessed")
  expect(new Set(processed.map(groupKeyOf)).size).toBe(FOUND)
  const { bucket, key } = status.report!
  const { Body } = await app.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
  const lines = ((await Body?.transformToString()) ?? "").trim().split("\r\n").slice(1)
  expect(lines.map((line) => line.split(",")[0])).toEqual(["14", "28", "42", "56", "70", "84", "98"])
}

async function ended(app: App, command: ReturnType<typeof commander>, id: string): Promise<BackfillStatus> {
  const over = async () => (await command({ command: "get", id })).report !== null
  await expect.poll(over, { timeout: PATIENCE, interval: 200 }).toBe(true)
  await expect.poll(() => app.count("ImageProcessed"), { timeout: PATIENCE }).toBeGreaterThanOrEqual(FOUND)
  const comesToRest = () =>
    app.idle().then(
      () => true,
      () => false,
    )
  await expect.poll(comesToRest, { timeout: PATIENCE }).toBe(true)
  return command({ command: "get", id })
}

it(
  "takes in what a manifest names, each once, tells of bad rows, and lets a live upload go first",
  async () => {
    const app = await startQuiet()
    await putAll(app)
    const command = commander(app)
    const { id } = await command({ command: "start", source: manifestOf(app), rate: 1_000 })
    await expect.poll(() => app.count("ImageUploaded"), { timeout: PATIENCE }).toBeGreaterThan(20)
    await app.put("Incoming/live.jpg", await plainPhoto())
    await app.entry("Incoming/live.jpg", isDone, PATIENCE / 1000)
    const before = app.count("ImageProcessed")
    expect(before).toBeLessThan(FOUND)
    const status = await ended(app, command, id)
    app.seen.splice(0, app.seen.length, ...app.seen.filter((event) => !isLive(app, event)))
    await expectWhole(app, status)
    expect(app.count("BackfillStarted")).toBe(1)
    expect(app.count("BackfillCompleted")).toBe(1)

    // A second one finds all of them known, and says so; one that wants them again has them again.
    const second = await command({ command: "start", source: manifestOf(app), rate: 1_000 })
    const known = async () => (await command({ command: "get", id: second.id })).skipped.known
    await expect.poll(known, { timeout: PATIENCE, interval: 500 }).toBe(FOUND)
    expect(app.count("ImageUploaded")).toBe(FOUND)
  },
  5 * PATIENCE,
)

function isLive(app: App, event: App["seen"][number]): boolean {
  const live = app.seen.find((seen) => JSON.stringify(seen.detail).includes("Incoming/live.jpg"))
  return live !== undefined && groupKeyOf(event) === groupKeyOf(live)
}

it(
  "comes to the same end where it is killed in the middle, and pauses and goes on when it is told to",
  async () => {
    const app = await startQuiet()
    await putAll(app)
    const command = commander(app)
    const { id } = await command({ command: "start", source: manifestOf(app), rate: 20 })
    let killed = 0
    for (const found of [15, 45]) {
      await expect.poll(() => app.count("OriginalFound"), { timeout: PATIENCE, interval: 20 }).toBeGreaterThan(found)
      for (const { id: functionId, processes } of app.engine.stats())
        if (functionId === "BackfillWorkHandler")
          for (const pid of processes) killed += Number(process.kill(pid, "SIGKILL"))
    }
    expect(killed).toBeGreaterThanOrEqual(2)
    await command({ command: "pause", id })
    await expect.poll(async () => (await command({ command: "get", id })).state, { timeout: PATIENCE }).toBe("paused")
    const comesToRest = () =>
      app.idle().then(
        () => true,
        () => false,
      )
    await expect.poll(comesToRest, { timeout: PATIENCE }).toBe(true)
    const paused = app.count("OriginalFound")
    expect(paused).toBeLessThan(FOUND)
    await command({ command: "rate", id, rate: 1_000 })
    await command({ command: "resume", id })
    await expectWhole(app, await ended(app, command, id))
  },
  5 * PATIENCE,
)

it(
  "takes in what is under a prefix, in an inventory, and what S3 Batch Operations ask for",
  async () => {
    const app = await startQuiet()
    const body = await plainPhoto(100)
    for (const key of ["labels/1.jpg", "labels/2 ü.jpg", "labels/3.jpg", "labels/4.jpg", "elsewhere/3.jpg"])
      await app.put(key, body)
    const command = commander(app)
    const completed = async (source: Extract<BackfillCommand, { command: "start" }>["source"]) => {
      const { id } = await command({ command: "start", source, rate: 100 })
      const state = async () => (await command({ command: "get", id })).state
      await expect.poll(state, { timeout: PATIENCE }).toBe("completed")
      return command({ command: "get", id })
    }

    const listed = await completed({ kind: "prefix", bucket: app.photos, prefix: "labels/2" })
    expect(listed.counts).toMatchObject({ rows: 1, emitted: 1 })
    await app.entry("labels/2 ü.jpg", isDone, PATIENCE / 1000)

    const rows = ["labels/1.jpg", "labels/3.jpg", "elsewhere/3.jpg"].map((key) => `"${app.photos}","${encoded(key)}"`)
    const manifest = {
      sourceBucket: app.photos,
      destinationBucket: `arn:aws:s3:::${app.photos}`,
      fileFormat: "CSV",
      fileSchema: "Bucket, Key",
      files: [{ key: "inventory/data/1.csv.gz", size: 100 }],
    }
    await app.put("inventory/data/1.csv.gz", gzipSync(rows.join("\n")))
    await app.put("inventory/manifest.json", JSON.stringify(manifest))
    const inventory = await completed({ kind: "inventory", bucket: app.photos, key: "inventory/manifest.json" })
    expect(inventory.counts).toEqual({ rows: 3, emitted: 2, malformed: 0, foreign: 1 })
    await app.entry("labels/1.jpg", isDone, PATIENCE / 1000)
    await app.entry("labels/3.jpg", isDone, PATIENCE / 1000)

    const tasks = ["labels%2F4.jpg", "elsewhere%2F3.jpg"].map((s3Key, index) => ({
      taskId: `${index}`,
      s3Key,
      s3Bucket: app.photos,
    }))
    const answer = (await invoke(app, "BackfillBatch", {
      invocationSchemaVersion: "2.0",
      invocationId: "i",
      job: { id: "j", userArguments: {} },
      tasks,
    })) as { results: { resultCode: string }[] }
    expect(answer.results.map(({ resultCode }) => resultCode)).toEqual(["Succeeded", "PermanentFailure"])
    await app.entry("labels/4.jpg", isDone, PATIENCE / 1000)

    const missing = { ...manifestOf(app), key: "manifests/none.csv" }
    await expect(command({ command: "start", source: missing, rate: 1 })).rejects.toThrow("There is nothing at s3://")
  },
  5 * PATIENCE,
)

it(
  "comes to its end in more turns than Lambda lets a function invoke itself",
  async () => {
    const ROWS = 2_000
    const THERE = 10
    const app = await startQuiet({ DARKROOM_WORK_SECONDS: "1" })
    const body = await plainPhoto(100)
    for (let index = 0; index < THERE; index++) await app.put(`labels/${index}.jpg`, body, { sha256: false })
    // Those that are not there take all turns too, and none of the pipeline's time.
    const lines = Array.from({ length: ROWS }, (_, index) => `${app.photos},labels/${index}.jpg`)
    await app.put("manifests/all.csv", lines.join("\n"))
    const command = commander(app)
    const { id } = await command({ command: "start", source: manifestOf(app), rate: 100 })
    const turns = () => app.engine.stats().find((stats) => stats.id === "BackfillWorkHandler")!.invocations
    const state = async () => (await command({ command: "get", id })).state
    await expect.poll(state, { timeout: 3 * PATIENCE, interval: 500 }).toBe("completed")
    expect(turns()).toBeGreaterThan(16)
    const missing = async () => (await command({ command: "get", id })).skipped.missing
    await expect.poll(missing, { timeout: PATIENCE, interval: 500 }).toBe(ROWS - THERE)
    const ids = app.seen.flatMap(({ detail, ...event }) =>
      event["detail-type"] === "OriginalFound" ? [(detail as { metadata: { id: string } }).metadata.id] : [],
    )
    expect(new Set(ids).size).toBe(ROWS)
    expect((await command({ command: "get", id })).counts).toMatchObject({ rows: ROWS, emitted: ROWS })
  },
  6 * PATIENCE,
)
