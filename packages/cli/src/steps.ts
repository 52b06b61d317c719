import { openSteps, type Progress } from "@darkroom/catalog-model"
import type { Step } from "@darkroom/events"
import { listed } from "./text.ts"

/** The steps that hold a photo up: not those that begin with what another has yet to bring. */
export function waitingFor({ steps }: Pick<Progress, "steps">): Step[] {
  return openSteps(steps).map(({ step }) => step)
}

/** `waiting for tagging and thumbnail`; undefined where nothing is waited for. */
export function waitingText(progress: Progress): string | undefined {
  const waiting = waitingFor(progress)
  if (progress.status !== "processing" || waiting.length === 0) return undefined
  return `waiting for ${listed(waiting)}`
}
