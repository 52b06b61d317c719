import type { DetectedFace } from "../seen.ts"
import type { PersonScores } from "./person-models.ts"
import { sunglassesOf } from "./sunglasses.ts"

type Attributes = Required<Pick<DetectedFace, "ageRange" | "gender" | "smile" | "sunglasses" | "emotions">>

/** Years by which the age may be off, either way: it was within these on the faces that we could check, all of adults. */
const AGE_MARGIN = 6

/**
 * Of the emotion network only happy and neutral: it calls lowered eyes sad, and of the rest we saw no example. A smile is a
 * happy face.
 */
export function attributesOf({ male, age, happy, neutral }: PersonScores, eyeBrightness: number): Attributes {
  return {
    ageRange: { low: Math.max(0, Math.round(age - AGE_MARGIN)), high: Math.round(age + AGE_MARGIN) },
    gender: { value: male >= 0.5 ? "Male" : "Female", confidence: certainty(male) },
    smile: { value: happy >= 0.5, confidence: certainty(happy) },
    sunglasses: sunglassesOf(eyeBrightness),
    emotions: [
      { type: "HAPPY", confidence: 100 * happy },
      { type: "CALM", confidence: 100 * neutral },
    ].sort((a, b) => b.confidence - a.confidence),
  }
}

/** Of the likelier of two answers, 50 to 100. */
function certainty(share: number): number {
  return 100 * Math.max(share, 1 - share)
}
