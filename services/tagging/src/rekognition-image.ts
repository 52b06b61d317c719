import type { Image as RekognitionImage } from "@aws-sdk/client-rekognition"
import type { Image, ImageFormat, IntakeLimits } from "@darkroom/events"
import { decodeUpright, encodeJpeg } from "@darkroom/imaging"
import type { TaggingDeps } from "./deps.ts"
import { decodeError, originalGone } from "./errors.ts"
import type { Plan } from "./plan-of.ts"

const QUALITY = 85

export interface Source {
  readonly image: Image
  readonly format: ImageFormat
  readonly plan: Exclude<Plan, { way: "skip" }>
  readonly limits: IntakeLimits
}

/**
 * The photo as Rekognition takes it. By reference nothing is read here; Rekognition knows no ETag, so an object that is
 * replaced in the instant after the check is tagged in its place, and tagged again on its own upload.
 */
export async function rekognitionImage(
  { image, format, plan, limits }: Source,
  deps: Pick<TaggingDeps, "locate" | "readOriginal">,
): Promise<RekognitionImage> {
  if (plan.way === "reference") {
    const located = await deps.locate(image)
    if (located === undefined) throw originalGone(image.id)
    return { S3Object: { Bucket: located.bucket, Name: located.key } }
  }
  const bytes = await deps.readOriginal(image)
  if (bytes === undefined) throw originalGone(image.id)
  const raw = await decodeUpright(bytes, { format, maxPixels: plan.maxPixels, limits }).catch((error: unknown) => {
    throw decodeError(error)
  })
  return { Bytes: await encodeJpeg(raw, QUALITY) }
}
