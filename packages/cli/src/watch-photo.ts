import { type CatalogEntry, type Progress, progressOf } from "@darkroom/catalog-model"
import type { Problem } from "./collect-files.ts"
import type { Stage } from "./stage.ts"
import { waitingText } from "./steps.ts"

const FIRST_PAUSE = 100
const PAUSE = 250
/** How long ImageProcessed, the last event of a photo, may take after the last step before nobody waits for it. */
const PROCESSED_GRACE = 5_000

/** What was put under which key. */
export interface Put {
  readonly key: string
  readonly etag: string
  /** The latest photo under the key before the put. */
  readonly previous: string | undefined
}

export interface Watched {
  readonly imageId?: string
  readonly entry?: CatalogEntry
  /** Why the photo was given up. */
  readonly problem?: Problem
  /** When it was settled, in milliseconds since 1970: not when the watching ended. */
  readonly settledAt: number
}

export interface WatchOptions {
  /** Milliseconds without any change after which the photo is given up. */
  readonly timeout: number
  readonly onProgress?: (progress: Progress) => void
}

type Photos = Pick<Stage, "catalog" | "latestUpload">

/** Watches the photo that the put made until it is processed, rejected or failed, or nothing changes for too long. */
export async function watchPhoto(
  stage: Photos,
  put: Put,
  { timeout, onProgress = () => {} }: WatchOptions,
): Promise<Watched> {
  let sight: Sight = {}
  let seen = ""
  let changedAt = Date.now()
  for (let pause = FIRST_PAUSE; ; pause = PAUSE) {
    await sleep(pause)
    sight = await look(stage, put, sight)
    const progress = sight.entry && progressOf(sight.entry.record)
    const now = JSON.stringify([sight.taken, sight.imageId, progress])
    if (now !== seen) changedAt = Date.now()
    if (progress && now !== seen) onProgress(progress)
    seen = now
    if (progress && progress.status !== "processing") return settle(stage, sight, progress)
    if (Date.now() - changedAt >= timeout)
      return { ...found(sight), problem: timedOut(sight, progress, timeout), settledAt: Date.now() }
  }
}

/** What was seen of the photo so far. */
interface Sight {
  /** Ingest has taken in an upload under the key since. */
  readonly taken?: boolean
  readonly imageId?: string
  readonly entry?: CatalogEntry
}

async function look(stage: Photos, put: Put, { imageId }: Sight): Promise<Sight> {
  if (imageId === undefined) return find(stage, put)
  const entry = await stage.catalog.entry(imageId)
  const successor = entry?.record.replacedBy
  if (successor === undefined) return { taken: true, imageId, ...(entry ? { entry } : {}) }
  return follow(stage, put, imageId, entry, successor)
}

/** The ETag tells our upload from those of others, the photo before it from the same bytes uploaded once more. */
async function find(stage: Photos, { key, etag, previous }: Put): Promise<Sight> {
  const imageId = await stage.latestUpload(key)
  if (imageId === undefined || imageId === previous) return {}
  const entry = await stage.catalog.entry(imageId)
  return entry?.record.image?.etag === etag ? { taken: true, imageId, entry } : { taken: true }
}

/** What replaced the photo may be ours: the same bytes, put twice in a row, of which we had seen the first. */
async function follow(
  stage: Photos,
  { etag }: Put,
  imageId: string,
  entry: CatalogEntry | undefined,
  successor: string,
): Promise<Sight> {
  const next = await stage.catalog.entry(successor)
  if (next === undefined) return { taken: true, imageId }
  if (next.record.image?.etag === etag) return { taken: true, imageId: successor, entry: next }
  return { taken: true, imageId, ...(entry ? { entry } : {}) }
}

async function settle(stage: Photos, sight: Sight, { status }: Progress): Promise<Watched> {
  const settledAt = Date.now()
  if (status === "deleted") return { ...found(sight), problem: gone(sight), settledAt }
  if (status !== "processed") return { ...found(sight), settledAt }
  let { entry, imageId = "" } = sight
  while (entry?.record.processed === undefined && Date.now() - settledAt < PROCESSED_GRACE) {
    await sleep(PAUSE)
    entry = (await stage.catalog.entry(imageId)) ?? entry
  }
  return { imageId, ...(entry ? { entry } : {}), settledAt }
}

function found({ imageId, entry }: Sight): Pick<Watched, "imageId" | "entry"> {
  return { ...(imageId === undefined ? {} : { imageId }), ...(entry === undefined ? {} : { entry }) }
}

function gone({ entry }: Sight): Problem {
  const successor = entry?.record.replacedBy
  if (successor === undefined)
    return { reason: "Deleted", message: "The photo was deleted while it was being processed." }
  return { reason: "Replaced", message: `Another upload under the same key replaced the photo: ${successor}.` }
}

function timedOut(sight: Sight, progress: Progress | undefined, timeout: number): Problem {
  const failures = (progress?.failures ?? []).map(({ service, failure }) => ` ${service}: ${failure.message}`)
  const message = `Nothing has changed for ${timeout / 1_000} s: ${obstacle(sight, progress)}.${failures.join("")}`
  return { reason: "TimedOut", message }
}

function obstacle({ taken }: Sight, progress: Progress | undefined): string {
  if (progress) return `still ${waitingText(progress) ?? "processing"}`
  return taken
    ? "ingest took an upload under this key in, but the catalog has no record of this one yet"
    : "ingest has not taken it in yet"
}

// Not node:timers/promises: tests replace the global one.
function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
