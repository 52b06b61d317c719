import type { IntakeProfile, Recognition } from "./profiles.ts"

/** What each feature is asked for with. */
export type RecognitionSettings = Required<Recognition>

/** Rekognition's own defaults, and half-sure faces and people: for a feature that is asked for and is not the profile's, or not any more. */
const defaults: RecognitionSettings = {
  labels: { maxLabels: 50, minConfidence: 55 },
  faces: { minConfidence: 50 },
  text: { minConfidence: 80 },
  moderation: { minConfidence: 50 },
  celebrities: { minConfidence: 50 },
}

/** The profile's settings of every feature, of photos and videos alike. */
export function recognitionSettingsOf({ recognition }: Pick<IntakeProfile, "recognition">): RecognitionSettings {
  return { ...defaults, ...recognition }
}
