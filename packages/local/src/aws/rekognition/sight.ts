import {
  type DetectedFace,
  type ImageProperties,
  ImageUndecodable,
  type Seeing,
  type SeenModeration,
  type SeenText,
} from "@darkroom/vision"
import type { Caller } from "../service.ts"
import type { DetectedLabel } from "./detected-label.ts"
import { invalidImageFormat, recogniserFailed } from "./errors.ts"
import type { OpenVideo } from "./video/watch-video.ts"
import { type ImageInput, readImage, type ReadObject } from "./image-input.ts"

/**
 * What looks at PNG and JPEG images. All but labels may be missing, and then nothing is found. ImageUndecodable says that an image is damaged;
 * anything else that is thrown is reported as a fault of the service.
 */
export interface Eyes extends Partial<Seeing> {
  detectLabels(image: Uint8Array): Promise<readonly DetectedLabel[]>
  /** Takes a video, the path of a copy, apart into the pictures that the others are asked of. FFmpeg does where this is missing. */
  openVideo?: OpenVideo
}

/** The same as the operations use it: it throws Rekognition's errors. */
export interface Sight {
  /** Within Rekognition's limits; `maxSide` in pixels. */
  readImage(image: ImageInput, caller: Caller, maxSide?: number): Promise<Uint8Array>
  labels(image: Uint8Array): Promise<readonly DetectedLabel[]>
  faces(image: Uint8Array): Promise<readonly DetectedFace[]>
  text(image: Uint8Array): Promise<readonly SeenText[]>
  moderation(image: Uint8Array): Promise<readonly SeenModeration[]>
  properties(image: Uint8Array): Promise<ImageProperties | undefined>
}

export function openSight(eyes: Eyes, readObject: ReadObject): Sight {
  return {
    readImage: (image, caller, maxSide) => readImage(image, readObject, caller, maxSide),
    labels: (image) => seen(() => eyes.detectLabels(image)),
    faces: (image) => seen(async () => (await eyes.detectFaces?.(image)) ?? []),
    text: (image) => seen(async () => (await eyes.detectText?.(image)) ?? []),
    moderation: (image) => seen(async () => (await eyes.detectModerationLabels?.(image)) ?? []),
    properties: (image) => seen(async () => eyes.imageProperties?.(image)),
  }
}

async function seen<Seen>(look: () => Promise<Seen>): Promise<Seen> {
  try {
    return await look()
  } catch (cause) {
    throw cause instanceof ImageUndecodable ? invalidImageFormat({ cause }) : recogniserFailed(cause)
  }
}
