import type { ReplaySummary } from "../aws/events/events.ts"
import type { Engine } from "../engine.ts"
import { arnNames } from "./arn-names.ts"

/** Latest first, with how far each has come through its window, from 0 to 1. */
export function replayStatus({ graph, events }: Pick<Engine, "graph" | "events">) {
  const nameOf = arnNames(graph)
  return events
    .replays()
    .toReversed()
    .map((replay) => ({ ...replay, rules: replay.rules.map(nameOf), progress: progressOf(replay) }))
}

function progressOf({ state, eventStart, eventEnd, lastReplayed }: ReplaySummary): number {
  if (state === "COMPLETED") return 1
  if (lastReplayed === undefined) return 0
  return Math.min(1, Math.max(0, (lastReplayed - eventStart) / Math.max(1, eventEnd - eventStart)))
}
