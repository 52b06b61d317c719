import { PutObjectCommand } from "@aws-sdk/client-s3"
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
}

export interface Sample {
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
  readonly photos: number
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

/** A backfill of so many photos that were there before, from its start until the last one is processed. */
export async function measurePipeline(
  photos: number,
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
  try {
    say(`${photos} photos are put into the bucket`)
    await putAll(stage, photos, set)
    const bareWork = await bareOf(bare, set)
    say("the backfill begins")
    const before = (await child.call("usage")) as Usage
    const start = performance.now()
    const source = { kind: "prefix", bucket: stage.bucket, prefix: "Incoming/" } as const
    await stage.backfills({ command: "start", id: randomUUID(), source, rate: 1_000 })
    const samples = await watch(photos, start, () => child.call("sample") as Promise<Sample>, say)
    const seconds = (performance.now() - start) / 1000
    const after = (await child.call("usage")) as Usage
    return {
      photos,
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

async function putAll({ s3, bucket }: Stage, photos: number, { files }: PhotoSet): Promise<void> {
  const bodies = files.map((file) => readFileSync(file))
  const atOnce = limiter(8)
  await Promise.all(
    Array.from({ length: photos }, (_, index) =>
      atOnce(() => {
        const Key = `Incoming/${String(index % 100).padStart(2, "0")}/${index}.jpg`
        return s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: bodies[index % bodies.length] ?? "" }))
      }),
    ),
  )
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
