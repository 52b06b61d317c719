import { BackfillCompleted, BackfillProgressed, BackfillStarted, type DarkroomEvent } from "@darkroom/events"

/** A replay of the archive, or what follows from one: the same news as once before. */
export function isReplay({ metadata, replayName }: DarkroomEvent): boolean {
  return replayName !== undefined || metadata.origin === "replay"
}

/**
 * Also what follows from another look at old photos, and each of the many that a backfill brings: who watches them sees it, and nobody
 * else wants to be told. How the backfill itself goes is news.
 */
export function isRepeat(event: DarkroomEvent): boolean {
  const { origin } = event.metadata
  return isReplay(event) || origin === "reprocess" || (origin === "backfill" && !isOfBackfill(event))
}

const BACKFILL_EVENTS: readonly string[] = [BackfillStarted.name, BackfillProgressed.name, BackfillCompleted.name]

function isOfBackfill({ type }: DarkroomEvent): boolean {
  return BACKFILL_EVENTS.includes(type)
}
