/** A box as fractions (0 to 1) of the upright image's width and height, as in Rekognition's `BoundingBox`. */
export interface BoundingBox {
  left: number
  top: number
  width: number
  height: number
}

/** One object found in the image. `confidence` is 0 to 100. */
export interface DetectedInstance {
  confidence: number
  boundingBox: BoundingBox
}

/** A label as Rekognition's DetectLabels gives it, in our casing. `parents` holds every ancestor, sorted by name. */
export interface DetectedLabel {
  name: string
  confidence: number
  parents: string[]
  categories: string[]
  aliases: string[]
  instances: DetectedInstance[]
}
