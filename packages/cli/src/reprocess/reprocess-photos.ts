import { derivedId, profileNamed, RecognitionRequested } from "@darkroom/events"
import { messageOf } from "../errors.ts"
import { pause } from "../pause.ts"
import type { PhotoPages, PhotoPlace } from "../photo-pages.ts"
import { type Choice, choosePhoto, type ChosenPhoto, type Skipped } from "./choose-photo.ts"
import { ENTRIES_A_CALL, type EventBus, putEvents } from "./put-events.ts"
import { billedFor, type Calls, costOf, noCalls } from "./rekognition-prices.ts"

/** A stage as far as photos are looked at again. */
export interface Reprocessable {
  readonly photos: PhotoPages
  readonly bus: EventBus
}

export interface Selection extends Choice {
  readonly owner?: string | undefined
  /** Begin behind this photo. */
  readonly after?: PhotoPlace | undefined
  /** Photos at the most. Default: all. */
  readonly limit?: number | undefined
}

/** What would be asked of Rekognition. */
export interface Estimate {
  readonly photos: number
  readonly byProfile: Readonly<Record<string, number>>
  /** Also for what was asked before, where the answers are not kept. */
  readonly calls: Calls
  /** USD, where nothing else was asked in the same month. */
  readonly cost: number
  readonly skipped: Readonly<Record<Skipped, number>>
}

export interface RunOptions {
  /** Photos a second, at the most. */
  readonly rate: number
  /** Makes the ids of the run's events: the same run asks the same once. */
  readonly runId: string
  /** Stops between two calls. */
  readonly signal?: AbortSignal
  readonly onProgress?: (outcome: Outcome) => void
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>
  readonly now?: () => number
}

export interface FailedPhoto {
  readonly imageId: string
  readonly key: string
  readonly message: string
}

export interface Outcome {
  readonly asked: number
  readonly failed: readonly FailedPhoto[]
  /** Photos up to `last`, asked or refused. */
  readonly handled: number
  /** Id of the last photo that was handled: what is left is behind it. */
  readonly last: string | undefined
  /** Why it ended before the end; undefined where it did not. */
  readonly stopped: "interrupted" | "failed" | undefined
  /** What failed, where it did. */
  readonly problem: string | undefined
}

/** Counts what a run would ask, and asks nothing. */
export async function estimate(
  stage: Pick<Reprocessable, "photos">,
  selection: Selection,
  signal?: AbortSignal,
): Promise<Estimate> {
  const calls = { ...noCalls }
  const byProfile: Record<string, number> = {}
  const skipped: Record<Skipped, number> = { archived: 0, notAsked: 0, unreadable: 0, unrecognisable: 0 }
  let photos = 0
  for await (const { image, billed } of chosen(stage, selection, signal, (why) => void skipped[why]++)) {
    photos++
    byProfile[image.profile] = (byProfile[image.profile] ?? 0) + 1
    for (const call of billedFor(billed, profileNamed(image.profile))) calls[call]++
  }
  return { photos, byProfile, calls, cost: costOf(calls), skipped }
}

/** Asks for each photo once more, ten in a call. What the bus refuses is listed; where the stage does not answer, the run ends. */
export async function reprocessPhotos(
  stage: Reprocessable,
  selection: Selection,
  options: RunOptions,
): Promise<Outcome> {
  const { rate, signal, onProgress = () => {}, wait = pause, now = Date.now } = options
  const begun = now()
  let outcome: Outcome = { asked: 0, failed: [], handled: 0, last: undefined, stopped: undefined, problem: undefined }
  try {
    for await (const batch of batches(chosen(stage, selection, signal))) {
      await wait(begun + (outcome.handled / rate) * 1_000 - now(), signal)
      if (signal?.aborted) break
      const failed = [...outcome.failed, ...(await putBatch(stage.bus, batch, options.runId, wait))]
      const handled = outcome.handled + batch.length
      outcome = { ...outcome, failed, handled, asked: handled - failed.length, last: batch.at(-1)?.image.id }
      onProgress(outcome)
    }
  } catch (error) {
    return { ...outcome, stopped: "failed", problem: messageOf(error) }
  }
  return signal?.aborted ? { ...outcome, stopped: "interrupted" } : outcome
}

/** Those that the bus refused. */
async function putBatch(
  bus: EventBus,
  batch: readonly ChosenPhoto[],
  runId: string,
  wait: (milliseconds: number) => Promise<void>,
): Promise<FailedPhoto[]> {
  const events = batch.map(({ image, metadata, features }) =>
    RecognitionRequested.create(
      { image, metadata, features: [...features] },
      { id: derivedId("reprocess", runId, image.id), groupKey: image.id, origin: "reprocess" },
    ),
  )
  return (await putEvents(bus, events, wait)).map(({ event: { data }, code }) => ({
    imageId: data.image.id,
    key: data.image.key,
    message: `The bus refused it: ${code}`,
  }))
}

async function* chosen(
  { photos }: Pick<Reprocessable, "photos">,
  { owner, after, limit = Infinity, ...choice }: Selection,
  signal?: AbortSignal,
  onSkip: (why: Skipped) => void = () => {},
): AsyncGenerator<ChosenPhoto> {
  let left = limit
  for await (const page of photos({ ...(owner === undefined ? {} : { owner }), ...(after ? { after } : {}) })) {
    if (signal?.aborted) return
    for (const record of page) {
      const photo = choosePhoto(record, choice)
      if (typeof photo === "string") onSkip(photo)
      else if (photo !== undefined) {
        yield photo
        if (--left === 0) return
      }
    }
  }
}

async function* batches(photos: AsyncIterable<ChosenPhoto>): AsyncGenerator<readonly ChosenPhoto[]> {
  let batch: ChosenPhoto[] = []
  for await (const photo of photos) {
    batch.push(photo)
    if (batch.length < ENTRIES_A_CALL) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
