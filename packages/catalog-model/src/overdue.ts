import type { Step } from "@darkroom/events"
import { timesOf } from "./news.ts"
import { openSteps, progressOf } from "./progress.ts"
import { type ImageRecord, retryPart, type Written } from "./record.ts"
import { limitOf, stepLimits, type StepLimits } from "./step-limits.ts"

/** A step that is under way, and until when it may be. */
export interface Awaited {
  readonly step: Step
  /** When it was begun, or asked for again; UTC. */
  readonly since: string
  /** Seconds. */
  readonly limit: number
  /** Milliseconds since the epoch: what is not there then is overdue. */
  readonly due: number
  /** Id of the event that the step has to handle; undefined where the catalog has not heard of it. */
  readonly event: string | undefined
}

/** The steps that are waited for, the most urgent first; none of a photo that has ended in one way or another. */
export function awaitedSteps(record: ImageRecord, limits: StepLimits = stepLimits): Awaited[] {
  const { status, steps } = progressOf(record)
  if (status !== "processing") return []
  return openSteps(steps)
    .map(({ step }) => {
      const begun = beginOf(record, step)
      const since = latest(begun?.time, record[retryPart(step)]?.time) ?? timesOf(record).at(-1) ?? ""
      const limit = limitOf(limits, step, record.uploaded?.origin)
      return { step, since, limit, due: Date.parse(since) + limit * 1000, event: begun?.eventId }
    })
    .toSorted((a, b) => a.due - b.due)
}

/** By which event a step begins. A video's step has parts that begin one another. */
export function beginOf({ uploaded, metadata, tagging, video, copied }: ImageRecord, step: Step): Written | undefined {
  switch (step) {
    case "metadata":
      return uploaded
    case "tagging":
    case "thumbnail":
      return metadata
    case "categorization":
      return tagging
    case "video":
      return copied ?? video ?? uploaded
  }
}

function latest(...times: readonly (string | undefined)[]): string | undefined {
  return times
    .filter((time) => time !== undefined)
    .toSorted()
    .at(-1)
}
