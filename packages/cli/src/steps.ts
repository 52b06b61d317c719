import type { Progress } from "@darkroom/catalog-model"
import type { Step } from "@darkroom/events"

/** The steps that hold a photo up: nothing else begins before its metadata. */
export function waitingFor({ steps }: Pick<Progress, "steps">): Step[] {
  const waiting = steps.flatMap(({ step, state }) => (state === "waiting" ? [step] : []))
  return waiting.includes("metadata") ? ["metadata"] : waiting
}

/** `waiting for tagging and thumbnail`; undefined where nothing is waited for. */
export function waitingText(progress: Progress): string | undefined {
  const waiting = waitingFor(progress)
  if (progress.status !== "processing" || waiting.length === 0) return undefined
  return `waiting for ${waiting.join(" and ")}`
}
