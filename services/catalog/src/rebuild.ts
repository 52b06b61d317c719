import { EVENT_PREFIX, RECORD, stepLimits } from "@darkroom/catalog-model"
import {
  allEvents,
  type BusEvent,
  busEventSchema,
  type Claim,
  MalformedEvent,
  type RebuildAnswer,
  type RebuildRequest,
  type RebuiltPhoto,
  rebuildRequestSchema,
} from "@darkroom/events"
import type { Projected } from "./change-of.ts"
import { differencesOf } from "./differences.ts"
import { handler } from "./handler.ts"
import { type Item, memoryStore } from "./memory-store.ts"
import type { Partition } from "./partition.ts"
import { bury, buryReplaced, project } from "./project.ts"
import { defaultRebuildDeps, type RebuildDeps } from "./rebuild-deps.ts"

type Photo = RebuildRequest["photos"][number]
type Window = Pick<RebuildRequest, "from" | "to">

/** What archived events make of some photos, compared with the table; with `apply` the table becomes that. Nothing is emitted. */
export async function rebuild(input: unknown, deps: RebuildDeps = defaultRebuildDeps()): Promise<RebuildAnswer> {
  const request = rebuildRequestSchema.parse(input)
  const malformed: string[] = []
  const photos: RebuiltPhoto[] = []
  for (const photo of request.photos) {
    const actual = await deps.partitions.read(photo.imageId)
    const rebuilt = await projected(photo, actual, deps, malformed)
    photos.push(await compared(photo, { actual, rebuilt }, request, deps.partitions))
  }
  return { photos, malformed }
}

async function compared(
  { imageId }: Photo,
  { actual, rebuilt }: { actual: readonly Item[]; rebuilt: readonly Item[] },
  { apply, ...window }: RebuildRequest,
  partitions: Partition,
): Promise<RebuiltPhoto> {
  const beyond = beyondOf(actual, window)
  if (beyond !== undefined) return { imageId, state: beyond, differences: [] }
  const differences = differencesOf(actual, rebuilt)
  if (differences.length === 0) return { imageId, state: "same", differences }
  if (!apply) return { imageId, state: "different", differences }
  const isMended = await partitions.mend(imageId, actual, rebuilt)
  return { imageId, state: isMended ? "mended" : "newer", differences }
}

/** Whether the photo has events that the archive's window has not: of before it, or of behind it. */
function beyondOf(actual: readonly Item[], { from, to }: Window): "older" | "newer" | undefined {
  const record = actual.find(({ sk }) => sk === RECORD)
  const events = actual.filter(({ sk }) => sk.startsWith(EVENT_PREFIX)).map((event) => event["time"])
  const times = [record?.["deletedAt"], ...events].filter((time) => typeof time === "string")
  if (times.some((time) => time >= to)) return "newer"
  // Of the events of a deleted photo nothing is left, and they may have been older.
  return times.some((time) => time < from) ? "older" : undefined
}

async function projected(
  { imageId, events }: Photo,
  actual: readonly Item[],
  { redeem }: RebuildDeps,
  malformed: string[],
): Promise<Item[]> {
  const store = memoryStore()
  for (const event of oneOfEach(events, actual)) {
    try {
      await projectOne(await withPayload(event, redeem), store)
    } catch (error) {
      if (!(error instanceof MalformedEvent)) throw error
      malformed.push(event.detail.metadata.id)
    }
  }
  return store.itemsOf(imageId)
}

/** Oldest first. Of an event that was emitted twice, the one that the table has: the catalog handled what came first. */
function oneOfEach(bodies: Photo["events"], actual: readonly Item[]): BusEvent[] {
  const handled = new Map(actual.map(({ sk, time }) => [sk, time]))
  const events = bodies.flatMap((body) => busEventSchema.safeParse(body).data ?? [])
  const isHandled = ({ detail: { metadata } }: BusEvent) => handled.get(EVENT_PREFIX + metadata.id) === metadata.time
  const inOrder = events.toSorted(
    (a, b) =>
      Number(isHandled(b)) - Number(isHandled(a)) || a.detail.metadata.time.localeCompare(b.detail.metadata.time),
  )
  const first = new Map(inOrder.toReversed().map((event) => [event.detail.metadata.id, event]))
  return [...first.values()].toSorted((a, b) => a.detail.metadata.time.localeCompare(b.detail.metadata.time))
}

async function withPayload(event: BusEvent, redeem: (claim: Claim) => Promise<unknown>): Promise<BusEvent> {
  const { claim } = event.detail
  return claim === undefined ? event : { ...event, detail: { ...event.detail, data: await redeem(claim) } }
}

async function projectOne(body: BusEvent, store: ReturnType<typeof memoryStore>): Promise<void> {
  const type = body["detail-type"]
  if (!handler.subscriptions.some((subscription) => subscription.type === type)) return
  const event = allEvents.find(({ name }) => name === type)?.parse(body)
  const deps = { store, limits: stepLimits }
  if (event?.type === "ImageDeleted") await bury(event, deps)
  else if (event?.type === "ImageReplaced") await buryReplaced(event, deps)
  else if (event !== undefined) await project(event as Projected, deps)
}
