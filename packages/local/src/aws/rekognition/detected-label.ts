/** A label as a recogniser gives it; confidences are 0 to 100, boxes are fractions of the image's sides. */
export interface DetectedLabel {
  readonly name: string
  readonly confidence: number
  readonly parents: readonly string[]
  readonly categories: readonly string[]
  readonly aliases: readonly string[]
  readonly instances: readonly DetectedInstance[]
}

export interface DetectedInstance {
  readonly confidence: number
  readonly boundingBox: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
}
