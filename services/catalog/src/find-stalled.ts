import {
  type Awaited,
  awaitedSteps,
  currentImage,
  type ImageRecord,
  metadataOf,
  type StepLimits,
} from "@darkroom/catalog-model"
import { derivedId, type Image, ImageStalled } from "@darkroom/events"
import type { Publish } from "@darkroom/lambda"
import { defaultWatchDeps } from "./watch-deps.ts"
import type { StalledStep, Watched, WatchedPhotos } from "./watched.ts"

export interface WatchDeps {
  readonly photos: WatchedPhotos
  readonly publish: Publish
  readonly limits: StepLimits
  /** Milliseconds since the epoch. */
  now(): number
  /** Milliseconds after which no further page is begun: the next time on the schedule goes on. */
  readonly turn: number
  /** Says how many steps were found to be stalled. */
  count(stalled: number): void
}

/** Says of each step that is overdue that it is stalled, once for each time that it is waited for. */
export async function findStalled(deps: WatchDeps = defaultWatchDeps()): Promise<void> {
  const began = deps.now()
  let found = 0
  for await (const page of deps.photos.due(new Date(began).toISOString())) {
    found += (await Promise.all(page.map((watched) => lookAt(watched, deps)))).reduce((sum, each) => sum + each, 0)
    if (deps.now() - began > deps.turn) break
  }
  deps.count(found)
}

/** How many of the photo's steps have stalled. The event goes first: who dies behind it says it once more, under the same id. */
async function lookAt(watched: Watched, deps: WatchDeps): Promise<number> {
  const record = await deps.photos.record(watched.imageId)
  const awaited = record === undefined ? [] : awaitedSteps(record, deps.limits)
  const image = record && currentImage(record)
  if (record === undefined || image === undefined || awaited.length === 0) return end(watched, deps)
  const overdue = awaited.filter(({ due }) => due < deps.now())
  const news = overdue.filter((step) => !watched.stalled.some((said) => isSame(said, step)))
  await deps.publish(await Promise.all(news.map((step) => stalledOf(record, image, step, deps))))
  const stalled = overdue.map(({ step, since }) => ({ step, since }))
  await deps.photos.postpone(watched, new Date(nextLook(awaited, deps.now())).toISOString(), stalled)
  return news.length
}

async function end(watched: Watched, { photos }: WatchDeps): Promise<number> {
  await photos.end(watched)
  return 0
}

function isSame(one: StalledStep, other: StalledStep): boolean {
  return one.step === other.step && one.since === other.since
}

/** When the next step falls due; where all have, when they will have been waited for twice as long: the photo may go on, and stall at another. */
function nextLook(awaited: readonly Awaited[], now: number): number {
  const next = awaited.find(({ due }) => due >= now)
  if (next) return next.due
  return now + Math.min(...awaited.map(({ since, limit }) => Math.max(now - Date.parse(since), limit * 1000)))
}

/** Caused by the event that the step has to handle; where the catalog does not have that, it begins a chain of its own. */
async function stalledOf(
  record: ImageRecord,
  image: Image,
  { step, since, limit, event: eventId }: Awaited,
  { photos, now }: WatchDeps,
): Promise<ImageStalled> {
  const entry = eventId === undefined ? undefined : await photos.event(record.imageId, eventId)
  const id = derivedId("ImageStalled", record.imageId, step, since)
  const time = new Date(now())
  const data = { image, step, since, limit, waitsOn: entry ? { id: entry.eventId, type: entry.type } : null }
  const origin = record.uploaded?.origin ?? "upload"
  if (entry === undefined) return ImageStalled.create(data, { id, groupKey: record.imageId, origin, time })
  const cause = { type: entry.type, source: entry.source, metadata: metadataOf(entry, record.imageId), data: undefined }
  return ImageStalled.create(data, { cause, id, time })
}
