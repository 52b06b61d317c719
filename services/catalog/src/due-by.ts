import { isStep, limitOf, type StepLimits } from "@darkroom/catalog-model"
import type { Step } from "@darkroom/events"
import type { Projected } from "./change-of.ts"

/**
 * Until when something has to be heard of the photo or video, UTC: its first step is waited for now, or one that is tried again.
 * Undefined after other events; what they bring about, the watch finds out when the time has come.
 */
export function dueBy(event: Projected, limits: StepLimits): string | undefined {
  const step = begunBy(event)
  if (step === undefined) return undefined
  const { time, origin } = event.metadata
  return new Date(Date.parse(time) + limitOf(limits, step, origin) * 1000).toISOString()
}

function begunBy(event: Projected): Step | undefined {
  if (event.type === "ImageUploaded") return "metadata"
  if (event.type === "VideoUploaded") return "video"
  if (event.type !== "RetryRequested") return undefined
  const { service } = event.data
  return isStep(service) ? service : undefined
}

/** Whether an event can be the last that is waited for. */
export function isLast({ type }: Projected): boolean {
  return ["ImageProcessed", "ImageRejected", "VideoMetadataExtracted", "VideoRejected", "VideoTagged"].includes(type)
}
