import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb"
import { type DarkroomEvent, derivedId, VideoCopied, VideoMetadataExtracted, type VideoTagged } from "@darkroom/events"
import type { Documents, StoredDocument } from "@darkroom/lambda"
import { startTables, tableNode } from "@darkroom/local/embedded"
import { mortal, placeIn } from "@darkroom/testing"
import { completeJob } from "./complete-job.ts"
import { jobRecordsIn } from "./job-records.ts"
import type { JobsDeps } from "./jobs-deps.ts"
import { PATIENCE_MILLISECONDS, STARTING_MILLISECONDS } from "./leases.ts"
import { queueJobs } from "./queue-jobs.ts"
import { fakeRekognition } from "./rekognition.fixture.ts"
import { slotsIn } from "./slots.ts"
import { sweep } from "./sweep.ts"
import { waitingJobsIn } from "./waiting-jobs.ts"

/** For tests: the engine's DynamoDB, with a table for each world that is made. */
export async function startJobTables(count = 30) {
  const names = Array.from({ length: count }, (_, index) => `VideoJobs${index}`)
  const tables = await startTables(names.map((name) => tableNode({ name, hashKey: "pk", rangeKey: "sk" })))
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(tables.client), {
    marshallOptions: { removeUndefinedValues: true },
  })
  const next = () => ({ client, name: names.shift() ?? "there are no more tables" })
  return { next, close: () => tables.close() }
}

export type JobTables = Awaited<ReturnType<typeof startJobTables>>

export interface WorldOptions {
  readonly limit?: number
  /** Of Rekognition itself; the same unless somebody else uses the account, too. */
  readonly rekognitionLimit?: number
}

/** Documents in memory, with S3's conditions. */
export function memoryDocuments(): Documents & { readonly stored: Map<string, StoredDocument> } {
  const stored = new Map<string, StoredDocument>()
  let versions = 0
  return {
    stored,
    read: async (key) => stored.get(key),
    async write(key, document, replaces) {
      if (stored.get(key)?.etag !== replaces) return false
      stored.set(key, { ...structuredClone(document), etag: String(++versions) })
      return true
    },
    remove: async (key) => void stored.delete(key),
  }
}

/** The jobs of videos on a table of its own, a Rekognition in memory, and a clock that the test moves. */
export function jobsWorld(tables: JobTables, { limit = 5, rekognitionLimit = limit }: WorldOptions = {}) {
  const table = tables.next()
  const rekognition = fakeRekognition(rekognitionLimit)
  const documents = memoryDocuments()
  const published: DarkroomEvent[] = []
  const gone = new Set<string>()
  const warnings: string[] = []
  const clock = { now: Date.UTC(2026, 10, 21, 9, 30) }
  const now = () => clock.now
  const slots = slotsIn(table, limit)
  const records = jobRecordsIn(table, now)
  const deps: JobsDeps = mortal({
    slots: mortal(slots),
    waiting: mortal(waitingJobsIn(table)),
    records: mortal(records),
    recognition: mortal(rekognition.recognition),
    documents: mortal(documents),
    documentsBucket: () => "output",
    locate: async (video) => (gone.has(video.id) ? undefined : video),
    publish: async (events) => void published.push(...events),
    logger: { info: () => {}, warn: (message: string) => void warnings.push(message) },
    now,
    starting: STARTING_MILLISECONDS,
    patience: PATIENCE_MILLISECONDS,
  })
  return {
    deps,
    rekognition,
    documents,
    published,
    gone,
    warnings,
    clock,
    slots,
    records,
    tagged: () => published.filter((event): event is VideoTagged => event.type === "VideoTagged"),
    async entries() {
      const { Items = [] } = await table.client.send(new ScanCommand({ TableName: table.name, ConsistentRead: true }))
      return Items.filter(({ pk }) => pk === "waiting").map(({ sk }) => String(sk))
    },
  }
}

export type JobsWorld = ReturnType<typeof jobsWorld>

/** The same, with what tests do to it. */
export function startJobs(tables: JobTables, options: WorldOptions = {}) {
  const world = jobsWorld(tables, options)
  const { deps, rekognition, clock } = world
  return {
    ...world,
    queue: (name: string, more: Parameters<typeof extracted>[1] = {}) => queueJobs(extracted(name, more), deps),
    running: () => rekognition.running().map(({ request: { key }, feature }) => `${key} ${feature}`),
    end: (id: string, status?: "FAILED") => completeJob(rekognition.finish(id, status), deps),
    sweepAfter: (milliseconds: number) => {
      clock.now += milliseconds
      return sweep(deps)
    },
    leases: async () => Object.keys((await world.slots.inUse()).leases).length,
  }
}

/** A VideoMetadataExtracted of a video of its own. */
export function extracted(
  name: string,
  {
    profile = "labels",
    origin = "upload",
    metadata = {},
  }: { profile?: string; origin?: "upload" | "backfill"; metadata?: object } = {},
): VideoMetadataExtracted {
  const id = derivedId("video", name)
  const { example } = VideoMetadataExtracted
  const video = { ...example.video, id, ...placeIn(profile, `${name}.mp4`) }
  const data = { ...example, video, metadata: { ...example.metadata, ...metadata }, poster: null }
  const time = new Date(Date.UTC(2026, 10, 21, 9, 0) + number(name) * 1000)
  return VideoMetadataExtracted.create(data, { id: derivedId("extracted", name), groupKey: id, origin, time })
}

/** A VideoCopied of a video of its own. */
export function copied(name: string, options: Parameters<typeof extracted>[1] = {}): VideoCopied {
  const cause = extracted(name, { ...options, metadata: { codec: "hevc" } })
  const { video, metadata } = cause.data
  const copy = { bucket: "output", key: `copies/${name}.mp4`, width: 720, height: 1280, bytes: 1000 }
  return VideoCopied.create({ video, metadata, copy }, { cause, time: new Date(cause.metadata.time) })
}

/** The first number in a name: what is later has a greater one. */
function number(name: string): number {
  return Number(/\d+/.exec(name)?.[0] ?? 0)
}
