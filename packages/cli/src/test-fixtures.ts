import {
  type CatalogEntry,
  failurePart,
  foundIn,
  type ImageRecord,
  type StepFailure,
  type TimelineEntry,
} from "@darkroom/catalog-model"
import {
  type DeadLetterRecord,
  ImageTagged,
  imageExample,
  MetadataExtracted,
  ThumbnailGenerated,
} from "@darkroom/events"
import type { PutObjectCommand } from "@aws-sdk/client-s3"
import { createHash } from "node:crypto"
import { Writable } from "node:stream"
import { buffer } from "node:stream/consumers"
import type { Readable } from "node:stream"
import type { DeadLetters } from "./dead-letters/dead-letters.ts"
import { emptyReport, photoReport, type UploadRecord } from "./photo-report.ts"
import { fakeAccess } from "./replay/replay.fixture.ts"
import type { Stage } from "./stage.ts"
import type { Terminal } from "./terminal.ts"

// What the tests of this package share: records as the catalog writes them, and a stage in memory.

const written = { time: "2026-11-21T09:30:00.120Z", eventId: "e" }

export const uploadedPart: Partial<ImageRecord> = {
  image: imageExample,
  owner: "ada",
  uploadedAt: "2026-11-21T09:30:00.000Z",
  uploaded: written,
}
export const metadataPart = {
  metadata: { ...written, value: MetadataExtracted.example.metadata },
} as Partial<ImageRecord>
export const taggingPart = {
  tagging: { ...written, labels: 1, skipped: null, modelVersion: "3.0" },
} satisfies Partial<ImageRecord>
export const thumbnailPart: Partial<ImageRecord> = {
  thumbnail: { ...written, ...omitImage(ThumbnailGenerated.example) },
}
export const processedPart: Partial<ImageRecord> = { processed: written }
export const rejectedPart = {
  rejected: { ...written, reason: "NotSupportedImageType", message: "It is a PDF document." },
} satisfies Partial<ImageRecord>

export function failedPart(service: string, message = `${service} gave up.`): Partial<ImageRecord> {
  const failure: StepFailure = { ...written, class: "throttled", message, attempts: 5 }
  return { [failurePart(service)]: failure }
}

export const doneParts = [uploadedPart, metadataPart, taggingPart, thumbnailPart, processedPart]

export function entryOf(
  parts: readonly Partial<ImageRecord>[],
  timeline: readonly TimelineEntry[] = [],
  imageId = imageExample.id,
): CatalogEntry {
  const record = Object.assign({ imageId }, ...parts) as ImageRecord
  const labels = record.tagging ? ImageTagged.example.labels.map((label) => ({ ...label, imageId, eventId: "e" })) : []
  return { record, labels, found: foundIn([], undefined), timeline }
}

export function uploadRecord(file: string, parts: readonly Partial<ImageRecord>[] = doneParts): UploadRecord {
  const report = photoReport(entryOf(parts))
  return { file, ...report, status: report.status as UploadRecord["status"], milliseconds: 1_234 }
}

export function lostFile(file: string): UploadRecord {
  return { file, ...emptyReport, reason: "FileNotFound", message: `${file} does not exist.`, milliseconds: null }
}

function omitImage({ image: _, ...rest }: typeof ThumbnailGenerated.example) {
  return rest
}

/** A stage whose photos become what `outcome` says of their key at once. */
export function fakeStage(outcome: (key: string) => readonly Partial<ImageRecord>[] = () => doneParts) {
  const puts: { key: string; body: Buffer; input: PutObjectCommand["input"] }[] = []
  const entries = new Map<string, CatalogEntry>()
  const latest = new Map<string, string>()
  const send = async ({ input }: PutObjectCommand) => {
    const body = input.Body instanceof Uint8Array ? Buffer.from(input.Body) : await buffer(input.Body as Readable)
    const key = input.Key ?? ""
    const etag = createHash("md5").update(body).digest("hex")
    puts.push({ key, body, input })
    const id = `photo-${puts.length}`
    latest.set(key, id)
    entries.set(id, entryOf([...outcome(key), { image: { ...imageExample, id, key, etag } }], [], id))
    return { ETag: `"${etag}"` }
  }
  const stage: Stage = {
    s3: { send } as Stage["s3"],
    bucket: "photos",
    operations: {
      archive: "arn:aws:events:us-east-1:000000000000:archive/EventsArchive",
      undelivered: "https://sqs.us-east-1.amazonaws.com/000000000000/Undelivered",
      archiveDays: 90,
      bus: "arn:aws:events:us-east-1:000000000000:event-bus/events",
      tap: {
        rule: "arn:aws:events:us-east-1:000000000000:rule/events/tap",
        queue: "https://sqs.us-east-1.amazonaws.com/000000000000/tap",
        prefix: "tap-",
      },
      subscribers: [],
      functions: [],
      metrics: "Darkroom",
    },
    cloudWatch: { send: async () => ({ MetricDataResults: [] }) },
    lambda: { send: async () => ({ EventSourceMappings: [] }) },
    offline: true,
    replays: fakeAccess().access,
    rebuild: async () => ({ photos: [], malformed: [] }),
    output: "output",
    events: { tail: async function* () {}, latest: async () => [] },
    rules: async () => [],
    sqs: { send: async () => ({}) },
    deadLetters: memoryDeadLetters(),
    verification: {
      stage: undefined,
      page: async () => "http://127.0.0.1/gallery/",
      signIn: () => Promise.reject(new Error("nobody signs in here")),
      denials: async () => [],
      troublesEvery: 1_000,
    },
    backfills: async () => [],
    catalog: { entry: async (id) => entries.get(id) },
    failedMessage: async () => undefined,
    stalled: async function* () {},
    correlated: async (correlationId) =>
      [...entries].flatMap(([imageId, { timeline }]) =>
        timeline.filter((event) => event.correlationId === correlationId).map((event) => ({ ...event, imageId })),
      ),
    photos: async function* () {
      yield [...entries.values()].map(({ record }) => record)
    },
    bus: {
      name: "events",
      send: async ({ input }) => ({ Entries: (input.Entries ?? []).map(() => ({ EventId: "1" })) }),
    },
    latestUpload: async (key) => latest.get(key),
    close() {},
  }
  return { stage, puts, entries, latest }
}

/** Dead letters in memory. */
export function memoryDeadLetters(letters: readonly DeadLetterRecord[] = []): DeadLetters {
  const kept = new Map(letters.map((letter) => [letter.id, letter]))
  return {
    async *inState(state, since = 0) {
      const newest = [...kept.values()].toSorted((a, b) => b.since.localeCompare(a.since))
      for (const { body: _, ...letter } of newest)
        if (letter.state === state && Date.parse(letter.since) >= since) yield letter
    },
    get: async (id) => kept.get(id),
    bodyOf: async ({ body = "" }) => body,
    async settle(id, state, now) {
      const letter = kept.get(id)
      if (letter?.state !== "dead") return false
      kept.set(id, { ...letter, state, changedAt: new Date(now).toISOString() })
      return true
    },
  }
}

/** A terminal that keeps what is written. */
export function fakeTerminal(stage: Stage): Terminal & { written(): { stdout: string; stderr: string } } {
  const stdout = sink()
  const stderr = sink()
  return {
    stdout: stdout.stream,
    stderr: stderr.stream,
    open: async () => stage,
    confirm: async () => undefined,
    written: () => ({ stdout: stdout.text(), stderr: stderr.text() }),
  }
}

export function sink() {
  let text = ""
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString()
      done()
    },
  })
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => text }
}
