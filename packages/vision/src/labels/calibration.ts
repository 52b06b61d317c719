/** Scores below this are the model's noise; they are dropped before anyone sees them. */
export const MINIMUM_SCORE = 0.2

/** [raw score, confidence in percent], rising in both. Between two points the mapping is a straight line. */
const ANCHORS: readonly (readonly [number, number])[] = [
  [0, 0],
  [0.2, 20],
  [0.4, 55],
  [0.5, 80],
  [0.6, 92],
  [0.7, 97],
  [1, 100],
]

/**
 * Maps a raw centernet score (0 to 1) to a confidence on Rekognition's scale (0 to 100), never lowering the order.
 *
 * Centernet rarely scores above 0.7, so its score read as a percentage would hide nearly everything behind
 * Rekognition's default MinConfidence of 55. The anchors come from judging every box on 13 photos by eye: all 13 boxes
 * from 0.4 up were right, 10 of 13 between 0.3 and 0.4, about half below that; hence 55 % at 0.4. The number is made to
 * be compared with a threshold: it is no probability, and no prediction of what Rekognition would say.
 */
export function confidenceOf(score: number): number {
  const upper = ANCHORS.findIndex(([anchor]) => score <= anchor)
  if (upper === -1) return 100
  const [toScore, toConfidence] = ANCHORS[upper] ?? [1, 100]
  const [fromScore, fromConfidence] = ANCHORS[upper - 1] ?? [0, 0]
  if (toScore === fromScore) return toConfidence
  const share = Math.max(0, score - fromScore) / (toScore - fromScore)
  return fromConfidence + share * (toConfidence - fromConfidence)
}
