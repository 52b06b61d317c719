import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3"
import { connect, type Stage, type StageTarget } from "@darkroom/cli"
import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { setTimeout as sleep } from "node:timers/promises"
import { limiter } from "../../packages/cli/src/limiter.ts"
import { startChild } from "../child.ts"
import { cpuBetween, total } from "../cpu.ts"
import type { FromChild, Usage, Work } from "../messages.ts"
import type { PhotoSet } from "../photos.ts"

/** What the bench's process can be asked. */
export interface BackfillEngineCalls {
  sample(): Sample
  usage(): Usage
  /** SIGKILL for the processes of the backfill's worker; how many there were. */
  killWorker(): number
}

export interface Sample {
  /** Different originals that the backfill has found, and uploads that were made of them. */
  readonly found: number
  readonly uploaded: number
  readonly processed: number
  /** In use of V8's heap, after a collection. */
  readonly engineHeapMegabytes: number
  /** Resident, without mapped files. */
  readonly engineMegabytes: number
  /** Resident of mapped files, mostly the catalog's: cache that the system takes back when it needs it. */
  readonly engineMappedMegabytes: number
  readonly functionsMegabytes: number
}

export interface PipelineResult {
  /** Rows of the manifest, and those of them that name no photo. */
  readonly rows: number
  readonly bad: number
  readonly photos: number
  /** Different uploads that were made, and rows that the report has. */
  readonly uploaded: number
  readonly reported: number
  /** Processes of the worker that were killed in the middle. */
  readonly killed: number
  readonly seconds: number
  readonly perSecond: number
  /** At each tenth of the way. */
  readonly samples: readonly (Sample & { readonly seconds: number })[]
  /** Milliseconds a photo: of the engine with all functions, and of bare sharp making the same renditions. */
  readonly cpu: number | null
  readonly bareCpu: number | null
  readonly wall: number
  readonly bareWall: number
  readonly troubles: readonly string[]
}

/** Each look collects the engine's garbage, which takes some milliseconds. */
const LOOK_MILLISECONDS = 2_000
const STUCK_MILLISECONDS = 120_000
const BARE_PHOTOS = 200

/**
 * A backfill of a manifest of so many rows, some of them bad, from its start until the last photo is processed; its worker is killed
 * in the middle.
 */
export async function measurePipeline(
  rows: number,
  set: PhotoSet,
  say: (line: string) => void,
): Promise<PipelineResult> {
  const ready = Promise.withResolvers<StageTarget>()
  const troubles: string[] = []
  const child = startChild("backfill/quiet-engine.ts", (message: FromChild) => {
    if ("target" in message) ready.resolve(message.target)
    if ("trouble" in message) troubles.push(message.trouble)
  })
  const bare = startChild("bare-sharp-process.ts")
  const stage = connect(await Promise.race([ready.promise, child.call("sample").then(() => ready.promise)]))
  const look = () => child.call("sample") as Promise<Sample>
  try {
    const manifest = manifestOf(rows, stage.bucket)
    const photos = manifest.keys.length
    say(`${photos} photos are put into the bucket`)
    await putAll(stage, manifest, set)
    const bareWork = await bareOf(bare, set)
    say(`the backfill of ${rows} rows begins, ${rows - photos} of them bad`)
    const before = (await child.call("usage")) as Usage
    const start = performance.now()
    const source = { kind: "csv", bucket: stage.bucket, key: MANIFEST } as const
    const id = randomUUID()
    await stage.backfills({ command: "start", id, source, rate: 1_000 })
    let killed = 0
    const samples = await watch(
      photos,
      start,
      async () => {
        const sample = await look()
        if (killed === 0 && sample.found >= photos / 2) killed = Number(await child.call("killWorker"))
        return sample
      },
      say,
    )
    const seconds = (performance.now() - start) / 1000
    const after = (await child.call("usage")) as Usage
    return {
      rows,
      bad: rows - photos,
      photos,
      uploaded: (await look()).uploaded,
      reported: await reportedRows(stage, id),
      killed,
      seconds,
      perSecond: photos / seconds,
      samples,
      cpu: total(cpuBetween(before, after, photos)),
      bareCpu: bareWork.cpu === null ? null : bareWork.cpu / BARE_PHOTOS,
      wall: (seconds * 1000) / photos,
      bareWall: bareWork.wall / BARE_PHOTOS,
      troubles,
    }
  } finally {
    stage.close()
    await Promise.all([child.close(), bare.close()])
  }
}

const MANIFEST = "manifests/all.csv"
const BAD_ROWS = ["BUCKET", "BUCKET,", ",Incoming/a.jpg", "BUCKET,Incoming/%zz.jpg", "BUCKET,Incoming/a.jpg,one,two"]
/** One row of so many is bad: 37 of 10,000. */
const ROWS_A_BAD_ONE = 270

interface Manifest {
  readonly csv: string
  readonly keys: readonly string[]
}

function manifestOf(rows: number, bucket: string): Manifest {
  const keys: string[] = []
  const lines = Array.from({ length: rows }, (_, index) => {
    const row = index + 1
    const bad = BAD_ROWS[(row / ROWS_A_BAD_ONE) % BAD_ROWS.length]
    if (row % ROWS_A_BAD_ONE === 0 && bad !== undefined) return bad.replace("BUCKET", bucket)
    const key = `Incoming/${String(index % 100).padStart(2, "0")}/${index}.jpg`
    keys.push(key)
    return `${bucket},${key}`
  })
  return { csv: `${lines.join("\n")}\n`, keys }
}

async function putAll({ s3, bucket }: Stage, { csv, keys }: Manifest, { files }: PhotoSet): Promise<void> {
  const bodies = files.map((file) => readFileSync(file))
  const atOnce = limiter(8)
  const put = (Key: string, Body: Uint8Array | string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }))
  await put(MANIFEST, csv)
  await Promise.all(keys.map((key, index) => atOnce(() => put(key, bodies[index % bodies.length] ?? ""))))
}

/** Rows that the report of the backfill tells of, once it is there. */
async function reportedRows({ s3, backfills }: Stage, id: string): Promise<number> {
  for (const end = performance.now() + STUCK_MILLISECONDS; ; await sleep(LOOK_MILLISECONDS)) {
    const [status] = await backfills({ command: "get", id })
    if (performance.now() > end) throw new Error(`The backfill has no report: ${JSON.stringify(status)}`)
    if (!status?.report) continue
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: status.report.bucket, Key: status.report.key }))
    return ((await Body?.transformToString()) ?? "").trim().split("\r\n").length - 1
  }
}

/** The least that the image work takes here, just before: once to warm up, and once for good. */
async function bareOf(bare: ReturnType<typeof startChild>, { files }: PhotoSet): Promise<Work> {
  const batch = Array.from({ length: BARE_PHOTOS }, (_, index) => files[index % files.length])
  await bare.call("render", batch, availableParallelism())
  return (await bare.call("render", batch, availableParallelism())) as Work
}

async function watch(photos: number, start: number, look: () => Promise<Sample>, say: (line: string) => void) {
  const samples: (Sample & { seconds: number })[] = []
  let changed = { at: performance.now(), processed: 0 }
  for (;;) {
    const sample = await look()
    const now = performance.now()
    if (sample.processed !== changed.processed) changed = { at: now, processed: sample.processed }
    if (now - changed.at > STUCK_MILLISECONDS) throw new Error(`It is stuck at ${sample.processed} of ${photos}`)
    if (sample.processed >= (photos * (samples.length + 1)) / 10) {
      samples.push({ ...sample, seconds: Math.round((now - start) / 1000) })
      const memory = `${sample.engineMegabytes} MB (heap ${sample.engineHeapMegabytes} MB, mapped besides ${sample.engineMappedMegabytes} MB) and ${sample.functionsMegabytes} MB`
      say(
        `${sample.processed} of ${photos} after ${Math.round((now - start) / 1000)} s; engine and functions have ${memory}`,
      )
    }
    if (sample.processed >= photos) return samples
    await sleep(LOOK_MILLISECONDS)
  }
}
