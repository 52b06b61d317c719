import type { SampleOptions } from "./video-info.ts"

/** Whether a picture is one of those wanted, asked of all in the order of time. */
export function pickTimes(
  duration: number | null,
  { everyMilliseconds = 500, maxFrames = 600 }: SampleOptions,
): (timestamp: number) => boolean {
  const apart = Math.max(everyMilliseconds, (duration ?? 0) / maxFrames)
  let next = 0
  let left = maxFrames
  return (timestamp) => {
    if (timestamp < next || left === 0) return false
    next = (Math.floor(timestamp / apart) + 1) * apart
    left--
    return true
  }
}
