import type { DarkroomEvent } from "@darkroom/events"

/** A replay of the archive, or what follows from one: the same news as once before. */
export function isReplay({ metadata, replayName }: DarkroomEvent): boolean {
  return replayName !== undefined || metadata.origin === "replay"
}

/** Also what follows from another look at old photos: who watches them sees it, and nobody else wants to be told. */
export function isRepeat(event: DarkroomEvent): boolean {
  return isReplay(event) || event.metadata.origin === "reprocess"
}
