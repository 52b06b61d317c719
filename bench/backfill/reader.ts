import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { publisher } from "@darkroom/lambda"
import { setInterval, setTimeout as sleep } from "node:timers/promises"
import type { Deps } from "../../services/backfill/src/deps.ts"
import { type BackfillRecord, noCounts } from "../../services/backfill/src/record.ts"
import { csvSource } from "../../services/backfill/src/sources/csv-source.ts"
import { takeTurn } from "../../services/backfill/src/work/turn.ts"
import { memoryBackfills } from "../../services/backfill/src/world.fixture.ts"
import { generatedManifest } from "./generated-manifest.ts"
import { heapMegabytes } from "./heap.ts"
import { startStubBus } from "./stub-bus.ts"

export interface ReaderResult {
  readonly rate: number
  readonly seconds: number
  readonly events: number
  readonly perSecond: number
  /** Of all whole seconds but the first, in which the clients connect. */
  readonly slowestSecond: number
  /** Processor time, the bus's included, which runs in the same process. */
  readonly cpuMicroseconds: number
  /** Of the heap after a collection, each five seconds. */
  readonly heapMegabytes: { readonly first: number; readonly most: number; readonly last: number }
}

const ROWS = 100_000_000
const id = "b0a1a9c2-7f5f-4b61-8a9e-0a4c2f1d9e10"

/** One turn of the worker over a manifest of 100 million rows: all that it does, but for the table, which is in memory. */
export async function measureReader(rate: number, seconds: number): Promise<ReaderResult> {
  const bus = await startStubBus()
  const client = new EventBridgeClient({
    endpoint: bus.url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  })
  const record = recordOf(rate)
  const deps = depsOf(record, publisher({ client, busName: "events", storeClaim: async () => noClaim }))
  const samples: number[] = []
  const heap: number[] = []
  const stopped = new AbortController()
  const sampling = sample(samples, heap, bus.taken, stopped.signal)
  const before = process.cpuUsage()
  const start = performance.now()
  const tenure = { holder: "bench", end: Date.now() + seconds * 1000 }
  await takeTurn(record, csvSource(generatedManifest(ROWS))(), tenure, deps)
  const took = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(before)
  stopped.abort()
  await sampling
  client.destroy()
  bus.close()
  const each = samples.slice(1).map((taken, index) => taken - (samples[index] ?? 0))
  return {
    rate,
    seconds: took,
    events: bus.taken(),
    perSecond: bus.taken() / took,
    slowestSecond: Math.min(...each.slice(1)),
    cpuMicroseconds: (user + system) / bus.taken(),
    heapMegabytes: { first: heap[0] ?? 0, most: Math.max(...heap), last: heap.at(-1) ?? 0 },
  }
}

const noClaim = { bucket: "output", key: "none", bytes: 0 }

async function sample(samples: number[], heap: number[], taken: () => number, signal: AbortSignal): Promise<void> {
  try {
    for await (const _ of setInterval(1_000, undefined, { signal })) {
      samples.push(taken())
      if (samples.length % 5 !== 0) continue
      heap.push(heapMegabytes())
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

function recordOf(rate: number): BackfillRecord {
  return {
    id,
    source: { kind: "csv", bucket: "photos", key: "manifests/all.csv" },
    rate,
    again: false,
    state: "running",
    startedAt: Date.now(),
    endedAt: null,
    told: false,
    message: null,
    etag: null,
    position: null,
    counts: noCounts,
    done: 0,
    waiting: false,
    holder: "bench",
    heldUntil: Date.now(),
  }
}

function depsOf(record: BackfillRecord, publish: Deps["publish"]): Deps {
  const unused = () => {
    throw new Error("the bench has no use for it")
  }
  return {
    backfills: memoryBackfills(new Map([[id, record]])),
    refused: { add: unused, skip: unused, skipped: unused, all: unused },
    tasks: { count: unused, counts: unused },
    objects: { open: unused, list: unused },
    queue: { send: async () => {}, backlog: async () => 0 },
    publish,
    writeReport: async () => {},
    photos: "photos",
    output: "output",
    limits: { work: 0, lease: 30_000, backlog: 10_000, inFlight: 16 },
    now: Date.now,
    wait: (milliseconds) => sleep(milliseconds),
  }
}
