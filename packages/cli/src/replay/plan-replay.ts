import type { ImageRecord } from "@darkroom/catalog-model"
import {
  ImageDeleted,
  ImageReplaced,
  MetadataExtracted,
  RecognitionRequested,
  VideoMetadataExtracted,
} from "@darkroom/events"
import type { SubscriberTarget } from "../operations.ts"
import { type ArchivedEvent, firstCopies } from "./archived-event.ts"
import { laneOf } from "../operations.ts"
import { type Cascade, cascadesIn } from "./cascades.ts"
import { type Causes, causesIn } from "./causes.ts"
import { consumes, type Recipients } from "./recipients.ts"
import { costOfReplay, type ReplayCost } from "./replay-cost.ts"

/** Which of the archive's events. */
export interface Choice {
  readonly events?: readonly string[] | undefined
  /** Of a photo or video. */
  readonly imageId?: string | undefined
  readonly correlationId?: string | undefined
}

export type Counts = Readonly<Record<string, number>>

/** What a subscriber gets. */
export interface Delivery {
  readonly service: string
  /** Its function, in stacks/. */
  readonly subscriber: string
  /** "redo": it does all once more and emits anew; "project": it writes the same once more. */
  readonly onReplay: SubscriberTarget["onReplay"]
  readonly events: number
  readonly byType: Counts
}

export interface Plan {
  /** In the archive at that time, whatever they are, each once. */
  readonly read: number
  /** That are replayed to anybody. */
  readonly events: number
  readonly byType: Counts
  readonly deliveries: readonly Delivery[]
  /** Who would have got them, and drops what is replayed. */
  readonly muted: readonly Delivery[]
  readonly skipped: {
    /** Events of photos and videos that are deleted by now. */
    readonly deleted: number
    readonly deletedPhotos: number
    /** Events that nobody who is meant consumes. */
    readonly unconsumed: number
  }
  /** What the consumers emitted the first time and will emit anew, and what came of that. */
  readonly follows: Counts
  readonly cascades: readonly Cascade[]
  readonly cost: ReplayCost
}

export interface Sending {
  readonly queue: string
  readonly event: ArchivedEvent
}

export interface PlanInput {
  readonly archive: readonly ArchivedEvent[]
  readonly choice: Choice
  readonly recipients: Recipients
  readonly records: (imageIds: readonly string[]) => Promise<readonly ImageRecord[]>
  /** Whether EventBridge replays them, by rules alone: it knows nothing of deleted photos. */
  readonly native?: boolean
}

/** What a replay does, and the messages by which it does. */
export async function planReplay(input: PlanInput): Promise<{ plan: Plan; sendings: Sending[] }> {
  const { recipients, native = false } = input
  const archive = firstCopies(input.archive)
  const { reached, muted } = recipients
  const meant = archive.filter((event) => isMeant(event, input.choice))
  const deletedIds = await deletedAmong(meant, input)
  const isLeftOut = (event: ArchivedEvent) => !native && deletedIds.has(event.groupKey) && !isDeletion(event)
  const left = meant.filter(isLeftOut)
  const alive = meant.filter((event) => !isLeftOut(event))
  const chosen = alive.filter(({ type }) => reached.some((target) => consumes(target, type)))
  const causes = causesIn(archive)
  const deliveries = deliveriesOf(chosen, reached)
  const follows = followsOf(chosen, reached, causes)
  const plan: Plan = {
    read: archive.length,
    events: chosen.length,
    byType: countTypes(chosen),
    deliveries,
    muted: deliveriesOf(alive, muted),
    skipped: {
      deleted: left.length,
      deletedPhotos: new Set(left.map(({ groupKey }) => groupKey)).size,
      unconsumed: alive.length - chosen.length,
    },
    follows: countTypes(follows),
    cascades: cascadesIn(chosen, reached, causes),
    cost: costOfReplay({
      events: archive.length + (native ? chosen.length : 0) + follows.length,
      deliveries: sum(deliveries) + follows.length,
      recognitions: [...given(chosen, reached, "tagging"), ...follows].filter(isRecognised),
      videos: [...given(chosen, reached, "video"), ...follows].filter(
        ({ type }) => type === VideoMetadataExtracted.name,
      ).length,
    }),
  }
  return { plan, sendings: chosen.flatMap((event) => sendingsOf(event, reached)) }
}

function isMeant(event: ArchivedEvent, { events, imageId, correlationId }: Choice): boolean {
  if (events !== undefined && !events.includes(event.type)) return false
  if (imageId !== undefined && event.groupKey !== imageId) return false
  return correlationId === undefined || event.correlationId === correlationId
}

async function deletedAmong(events: readonly ArchivedEvent[], { records }: PlanInput): Promise<Set<string>> {
  const ids = [...new Set(events.map(({ groupKey }) => groupKey))]
  const known = await records(ids)
  return new Set(known.flatMap(({ imageId, deletedAt }) => (deletedAt === undefined ? [] : [imageId])))
}

/** The facts of a deletion itself, by which services clear up, stay. */
function isDeletion({ type }: ArchivedEvent): boolean {
  return type === ImageDeleted.name || type === ImageReplaced.name
}

function isRecognised({ type }: ArchivedEvent): boolean {
  return type === MetadataExtracted.name || type === RecognitionRequested.name
}

function given(
  events: readonly ArchivedEvent[],
  reached: readonly SubscriberTarget[],
  service: string,
): ArchivedEvent[] {
  return events.filter(({ type }) => reached.some((target) => target.service === service && consumes(target, type)))
}

function followsOf(
  chosen: readonly ArchivedEvent[],
  reached: readonly SubscriberTarget[],
  causes: Causes,
): ArchivedEvent[] {
  return chosen.flatMap((event) => {
    const redoing = reached.filter((target) => target.onReplay === "redo" && consumes(target, event.type))
    return [...new Set(redoing.map(({ service }) => service))].flatMap((service) => causes.consequences(event, service))
  })
}

function sendingsOf(event: ArchivedEvent, reached: readonly SubscriberTarget[]): Sending[] {
  return reached
    .filter((target) => consumes(target, event.type))
    .map((target) => ({ queue: laneOf(target, event.origin) ?? "", event }))
}

function deliveriesOf(events: readonly ArchivedEvent[], targets: readonly SubscriberTarget[]): Delivery[] {
  return targets.flatMap((target) => {
    const own = events.filter(({ type }) => consumes(target, type))
    const { service, name: subscriber, onReplay } = target
    return own.length > 0 ? [{ service, subscriber, onReplay, events: own.length, byType: countTypes(own) }] : []
  })
}

function countTypes(events: readonly ArchivedEvent[]): Counts {
  const counts: Record<string, number> = {}
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1
  return counts
}

function sum(deliveries: readonly Delivery[]): number {
  return deliveries.reduce((total, { events }) => total + events, 0)
}
