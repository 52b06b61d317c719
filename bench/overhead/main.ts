// What the engine itself costs: npm run bench:overhead. Bounded in count; ends what it started.
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { type Engine, startEngine } from "@darkroom/local"
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { pathToFileURL } from "node:url"
import { bundleHandlers } from "../../packages/local/src/lambda/bundles/bundle-handlers.ts"
import { renderTable } from "../render-table.ts"
import { root } from "../root.ts"
import { median, percentile } from "../statistics.ts"
import { BUCKET, BUS, overheadGraph } from "./overhead-graph.ts"
import { plainRequest } from "./plain-request.ts"
import { startPlainServer } from "./plain-server.ts"

const EVENTS = 200
const MANY = 2_000
const ROUNDS = 40
const COLD_STARTS = 10
const now = () => performance.timeOrigin + performance.now()
const ms = (value: number) => `${value.toFixed(1)} ms`
const MEGABYTE = Buffer.alloc(1_000_000, "x")

const started = new Map<string, number>()
const folder = mkdtempSync(join(tmpdir(), "darkroom-bench-"))
const onLine = (_: string, line: string) => {
  const [id = "", time = ""] = line.split(" ")
  started.set(id, Number(time) / 1000)
}

const recogniser = { detectLabels: async () => [], close: async () => {} }
const engine = await startEngine({ graph: overheadGraph, root, port: 0, folder, recogniser, onLine })
try {
  await engine.warm()
  const rows = [
    ...(await eventLatency(engine)),
    ...(await eventRate(engine)),
    ...(await objects(engine)),
    ...(await coldStarts(engine)),
    ...(await catalogStarts()),
  ]
  console.log(renderTable([["ENGINE OVERHEAD", "median", "p99", "against"], ...rows]).join("\n"))
} finally {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
}

function clientOf({ url }: Engine) {
  return { endpoint: url, region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } }
}

function entry(id: string) {
  return { EventBusName: BUS, Source: "bench", DetailType: "Bench", Detail: JSON.stringify({ id }) }
}

/** One event at a time, from PutEvents' call to the first line of the handler. */
async function eventLatency(running: Engine): Promise<string[][]> {
  const client = new EventBridgeClient(clientOf(running))
  const times: number[] = []
  for (let index = -10; index < EVENTS; index++) {
    const id = `one${index}`
    const begun = now()
    await client.send(new PutEventsCommand({ Entries: [entry(id)] }))
    await until(() => started.has(id))
    // The first ones warm the process up.
    if (index >= 0) times.push(started.get(id)! - begun)
  }
  return [["PutEvents to handler start", ms(median(times)), ms(percentile(times, 0.99)), ""]]
}

/** Ten events a call, four calls at once, until the last has reached the handler. */
async function eventRate(running: Engine): Promise<string[][]> {
  const client = new EventBridgeClient(clientOf(running))
  const begun = now()
  const calls = Array.from({ length: MANY / 10 }, (_, call) => call)
  const worker = async () => {
    for (let call = calls.pop(); call !== undefined; call = calls.pop()) {
      const Entries = Array.from({ length: 10 }, (_, index) => entry(`many${call}-${index}`))
      await client.send(new PutEventsCommand({ Entries }))
    }
  }
  await Promise.all([worker(), worker(), worker(), worker()])
  const all = () => [...started.keys()].filter((id) => id.startsWith("many")).length === MANY
  await until(all)
  return [[`${MANY} events through one rule and queue`, `${Math.round((MANY * 1000) / (now() - begun))}/s`, "", ""]]
}

/** 1 MB to and from S3, and the same by plain http with a file, in turns. */
async function objects(running: Engine): Promise<string[][]> {
  const s3 = new S3Client({ ...clientOf(running), forcePathStyle: true })
  const plain = await startPlainServer()
  const object = { Bucket: BUCKET, Key: "object" }
  const work = {
    "S3 put of 1 MB": () => s3.send(new PutObjectCommand({ ...object, Body: MEGABYTE })),
    "S3 get of 1 MB": async () => (await s3.send(new GetObjectCommand(object))).Body?.transformToByteArray(),
    "http put": () => plainRequest(plain.url, "PUT", MEGABYTE),
    "http get": () => plainRequest(plain.url, "GET"),
  }
  const times = new Map(Object.keys(work).map((name) => [name, [] as number[]]))
  for (let round = -3; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(work)) {
      const begun = performance.now()
      await run()
      if (round >= 0) times.get(name)!.push(performance.now() - begun)
    }
  }
  await plain.close()
  const row = (name: string, against: string) => {
    const [own, other] = [times.get(name)!, times.get(against)!]
    const ratio = (median(own) / median(other)).toFixed(1)
    return [name, ms(median(own)), ms(percentile(own, 0.99)), `${ratio} x ${against} (${ms(median(other))})`]
  }
  return [row("S3 put of 1 MB", "http put"), row("S3 get of 1 MB", "http get")]
}

/** A new process of a function whose handler imports nothing, until it could take an invocation. */
async function coldStarts(running: Engine): Promise<string[][]> {
  const times: number[] = []
  for (let index = 0; index < COLD_STARTS; index++) {
    running.recycle()
    const begun = performance.now()
    await Promise.all([...running.functions.values()].map((runner) => runner.warm()))
    times.push(performance.now() - begun)
  }
  return [["cold start of an empty handler", ms(median(times)), ms(percentile(times, 0.99)), ""]]
}

/**
 * A new process that loads what the catalog runs: its bundle, as the engine does, and its sources, both with what earlier processes have
 * compiled; and its sources with nothing compiled. In turns.
 */
async function catalogStarts(): Promise<string[][]> {
  const sources = join(root, "services/catalog/src/handler.ts")
  const options = { install: [], mainFields: ["module", "main"] }
  const bundles = await bundleHandlers({ root, folder: join(folder, "bundles"), files: [sources], options })
  const bundle = bundles?.get(sources)
  if (bundle === undefined) throw new Error("SST's components are not installed: npm start")
  const start = (file: string, cache: string) => {
    const begun = performance.now()
    const program = ["--input-type=module", "-e", `await import(${JSON.stringify(pathToFileURL(file).href)})`]
    const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, cache) }
    const { status, stderr } = spawnSync(process.execPath, program, { env, encoding: "utf8" })
    if (status !== 0) throw new Error(`The catalog could not be loaded: ${stderr}`)
    return performance.now() - begun
  }
  start(bundle, "bundled")
  start(sources, "kept")
  const rounds = Array.from({ length: COLD_STARTS }, (_, round) => ({
    bundled: start(bundle, "bundled"),
    kept: start(sources, "kept"),
    none: start(sources, `none${round}`),
  }))
  const times = (name: "bundled" | "kept" | "none") => rounds.map((round) => round[name])
  const row = (what: string, name: "bundled" | "kept", against: "kept" | "none", other: string) => {
    const ratio = (median(times(name)) / median(times(against))).toFixed(2)
    const [own, slow] = [ms(median(times(name))), ms(median(times(against)))]
    return [
      `cold start of the catalog, ${what}`,
      own,
      ms(percentile(times(name), 0.99)),
      `${ratio} x ${other} (${slow})`,
    ]
  }
  return [
    row("from its bundle", "bundled", "kept", "from its sources"),
    row("from its sources", "kept", "none", "with nothing compiled"),
  ]
}

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; !holds(); await sleep(1)) {
    if (Date.now() > end) throw new Error("An event did not reach the handler within a minute")
  }
}
