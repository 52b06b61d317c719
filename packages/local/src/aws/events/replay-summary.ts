import type { ReplayRow, ReplayState } from "./replay-rows.ts"

/** A replay, for people. All times in milliseconds since the epoch. */
export interface ReplaySummary {
  readonly name: string
  readonly archive: string
  readonly state: ReplayState
  /** Why it failed. */
  readonly stateReason?: string
  readonly eventStart: number
  readonly eventEnd: number
  readonly started: number
  readonly ended?: number
  /** The latest time of an event that was replayed. */
  readonly lastReplayed?: number
  /** ARNs of the only rules that get the events; empty for all rules of the bus. */
  readonly rules: readonly string[]
  /** Replayed so far. */
  readonly events: number
}

export function replaySummary(replay: ReplayRow): ReplaySummary {
  return {
    name: replay.name,
    archive: replay.archive,
    state: replay.state,
    eventStart: replay.event_start,
    eventEnd: replay.event_end,
    started: replay.started,
    rules: JSON.parse(replay.filter_arns) as string[],
    events: replay.events,
    ...(replay.state_reason !== null && { stateReason: replay.state_reason }),
    ...(replay.ended !== null && { ended: replay.ended }),
    ...(replay.last_replayed !== null && { lastReplayed: replay.last_replayed }),
  }
}
