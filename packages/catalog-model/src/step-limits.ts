import type { Origin, Step } from "@darkroom/events"

export interface StepLimit {
  /** Seconds. */
  readonly live: number
  /** Seconds, of what a backfill brought: it waits behind thousands of others, and for everything live. */
  readonly backfill: number
}

export type StepLimits = Readonly<Record<Step, StepLimit>>

const MINUTES = 60
const HOURS = 60 * MINUTES
const DAYS = 24 * HOURS

/**
 * How long a step may take from the event that it begins with, all attempts included; what takes longer is stalled. Recognition waits
 * for Rekognition's rate, and a video for its turn among the jobs that run at once.
 */
export const stepLimits: StepLimits = {
  metadata: { live: 5 * MINUTES, backfill: 12 * HOURS },
  thumbnail: { live: 5 * MINUTES, backfill: 12 * HOURS },
  tagging: { live: 15 * MINUTES, backfill: 12 * HOURS },
  categorization: { live: 5 * MINUTES, backfill: 12 * HOURS },
  video: { live: 1 * HOURS, backfill: 3 * DAYS },
}

/** Seconds that the step may take, of a photo or video of that origin. */
export function limitOf(limits: StepLimits, step: Step, origin: Origin | undefined): number {
  return limits[step][origin === "backfill" ? "backfill" : "live"]
}
