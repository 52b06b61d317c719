import type { IntakeProfile, Recognition } from "@darkroom/events"

/** What each feature is asked for with. */
export type Settings = Required<Recognition>

/** Rekognition's own defaults, and half-sure faces and people: for a feature that is asked for and is not the profile's. */
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
