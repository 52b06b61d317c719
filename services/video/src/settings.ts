import type { IntakeProfile, Recognition } from "@darkroom/events"

/** What each feature is asked for with. */
export type Settings = Required<Recognition>

/** Half-sure things: for a feature that was asked for and is the profile's no more. */
const defaults: Settings = {
  labels: { maxLabels: 50, minConfidence: 55 },
  faces: { minConfidence: 50 },
  text: { minConfidence: 80 },
  moderation: { minConfidence: 50 },
  celebrities: { minConfidence: 50 },
}

export function settingsOf({ recognition }: Pick<IntakeProfile, "recognition">): Settings {
  return { ...defaults, ...recognition }
}
