import type { BoundingBox } from "./detected-label.ts"

// What the models see; confidences are 0 to 100, places are fractions of the upright image's sides.

export interface Point {
  readonly x: number
  readonly y: number
}

/** A yes or no, or a word, with how sure it is. */
export interface Attribute<Value> {
  readonly value: Value
  readonly confidence: number
}

export interface DetectedFace {
  readonly confidence: number
  readonly boundingBox: BoundingBox
  /** Types as Rekognition names them: eyeLeft, eyeRight, mouthLeft, mouthRight, nose ... */
  readonly landmarks: readonly (Point & { readonly type: string })[]
  /** Degrees. */
  readonly pose: { readonly roll: number; readonly yaw: number; readonly pitch: number }
  /** 0 to 100 each. */
  readonly quality: { readonly brightness: number; readonly sharpness: number }
  /** Only attributes that were seen to be right on real photos are here; the others are not known. */
  readonly ageRange?: { readonly low: number; readonly high: number }
  readonly gender?: Attribute<"Male" | "Female">
  readonly smile?: Attribute<boolean>
  readonly sunglasses?: Attribute<boolean>
  /** Types as Rekognition names them: HAPPY, SAD, ANGRY, CONFUSED, DISGUSTED, SURPRISED, CALM, FEAR. */
  readonly emotions?: readonly { readonly type: string; readonly confidence: number }[]
}

/** A line or a word; lines come first, and their words after all of them, as Rekognition has it. */
export interface SeenText {
  readonly id: number
  /** The line of a word. */
  readonly parentId?: number
  readonly type: "LINE" | "WORD"
  readonly text: string
  readonly confidence: number
  readonly boundingBox: BoundingBox
  readonly polygon: readonly Point[]
}

/** By Rekognition's taxonomy; a parent comes with its child. https://docs.aws.amazon.com/rekognition/latest/dg/moderation.html */
export interface SeenModeration {
  readonly name: string
  /** "" at the top. */
  readonly parentName: string
  readonly taxonomyLevel: 1 | 2 | 3
  readonly confidence: number
}

export interface DominantColor {
  readonly red: number
  readonly green: number
  readonly blue: number
  /** #rrggbb */
  readonly hexCode: string
  /** Of CSS, such as darkslategrey. */
  readonly cssColor: string
  readonly simplifiedColor: string
  readonly pixelPercent: number
}

/** 0 to 100 each. */
export interface ImageQuality {
  readonly brightness: number
  readonly sharpness: number
  readonly contrast: number
}

export interface ImageProperties {
  readonly quality: ImageQuality
  /** Most frequent first, all that there are. */
  readonly dominantColors: readonly DominantColor[]
}

/** Everything that can be asked of an encoded JPEG or PNG. Each throws ImageUndecodable, RecogniserCrashed, RecogniserClosed. */
export interface Seeing {
  detectFaces(image: Uint8Array): Promise<readonly DetectedFace[]>
  detectText(image: Uint8Array): Promise<readonly SeenText[]>
  detectModerationLabels(image: Uint8Array): Promise<readonly SeenModeration[]>
  imageProperties(image: Uint8Array): Promise<ImageProperties>
}
