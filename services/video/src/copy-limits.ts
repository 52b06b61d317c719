import type { VideoMetadata } from "@darkroom/events"

/** What converting one film may take. */
export interface CopyLimits {
  /** Milliseconds since the epoch. */
  now(): number
  /** When no more is converted, by the same clock. */
  readonly until: number
  /** Milliseconds of film. */
  readonly duration: number
  /** Bytes of the copy. */
  readonly bytes: number
}

/** Milliseconds that converting takes at the most; the rest of the function's fifteen minutes is for the copy's way to S3. */
const MOST_WORK = 11 * 60_000
/** Milliseconds of film: at 2 Mbit/s, 450 MB. */
const MOST_FILM = 30 * 60_000
/** A Lambda function has 512 MB of disk. */
const MOST_BYTES = 480_000_000
/** Pixels that are decoded: 27 minutes of 1920 x 1080 at 30 pictures a second, which take half an hour of processor time at the worst. */
const MOST_PIXELS = 100e9
/** Pictures a second where nothing tells. */
const USUAL_RATE = 30

export function copyLimits(now: () => number): CopyLimits {
  return { now, until: now() + MOST_WORK, duration: MOST_FILM, bytes: MOST_BYTES }
}

/** Whether a film is more than a function can convert, as far as it tells; one that does not is given up on the way. */
export function isTooMuch({ duration, width, height, frameRate }: VideoMetadata): boolean {
  const pixels = (width * height * (frameRate ?? USUAL_RATE) * duration) / 1000
  return duration > MOST_FILM || pixels > MOST_PIXELS
}
