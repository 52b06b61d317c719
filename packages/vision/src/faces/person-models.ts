import type { Pixels } from "../decode-image.ts"
import { loadHumanModel } from "../tensorflow.ts"
import { cutSquare } from "./cut-square.ts"
import type { Candidate } from "./face-detector.ts"
import { squareAround } from "./face-mesh.ts"

/** What two networks say of a face, 0 to 1, and its age in years. */
export interface PersonScores {
  readonly male: number
  readonly age: number
  readonly happy: number
  readonly neutral: number
}

const FACERES_SIZE = 224
const EMOTION_SIZE = 64
/** Both want a square that is larger than the detector's box. */
const MARGIN = 1.4
/** Of the emotion network's angry, disgust, fear, happy, sad, surprise and neutral. */
const [HAPPY, NEUTRAL] = [3, 6]

/** Loads faceres (gender and age) and emotion. The first takes most of the time that a face costs. */
export async function loadPersonModels(): Promise<(pixels: Pixels, candidate: Candidate) => PersonScores> {
  const [faceres, emotion] = await Promise.all([loadHumanModel("faceres"), loadHumanModel("emotion")])
  return (pixels, candidate) => {
    const square = squareAround(candidate, MARGIN)
    const face = cutSquare(pixels, square, FACERES_SIZE)
    const outputs = ["gender_pred/Sigmoid:0", "age_pred/Softmax:0"]
    const [gender, ages = new Float32Array()] = faceres(face, [1, FACERES_SIZE, FACERES_SIZE, 3], outputs)
    const grey = greyOf(cutSquare(pixels, square, EMOTION_SIZE))
    const [emotions] = emotion(grey, [1, EMOTION_SIZE, EMOTION_SIZE, 1], [])
    return {
      male: gender?.[0] ?? 0.5,
      // The mean, for the likeliest single year is 29 on most faces.
      age: ages.reduce((sum, share, year) => sum + share * year, 0),
      happy: emotions?.[HAPPY] ?? 0,
      neutral: emotions?.[NEUTRAL] ?? 0,
    }
  }
}

/** -1 to 1. */
function greyOf(rgb: Float32Array): Float32Array {
  return Float32Array.from({ length: rgb.length / 3 }, (_, pixel) => {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(3 * pixel, 3 * pixel + 3)
    return ((0.2989 * red + 0.587 * green + 0.114 * blue) / 255 - 0.5) * 2
  })
}
