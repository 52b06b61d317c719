import sharp from "sharp"
import { AwsError } from "../errors.ts"
import type { Caller } from "../service.ts"
import { imageTooLarge, invalidImageFormat, invalidParameter, invalidS3Object } from "./errors.ts"

/** Limits of Rekognition. https://docs.aws.amazon.com/rekognition/latest/dg/limits.html */
export const MAX_REQUEST_BYTES = 5 * 1_048_576
const MAX_OBJECT_BYTES = 15 * 1_048_576
const MIN_SIDE = 80
/** Pixels; of DetectLabels and DetectModerationLabels. */
export const MAX_SIDE = 10_000

const JPEG = Buffer.of(0xff, 0xd8, 0xff)
const PNG = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** Reads a whole object; undefined where there is none. The caller is there to check permissions. */
export type ReadObject = (bucket: string, key: string, caller: Caller) => Promise<Uint8Array | undefined>

/** Base64, or an object: one of them. */
export interface ImageInput {
  readonly Bytes?: string
  readonly S3Object?: { readonly Bucket?: string; readonly Name?: string; readonly Version?: string }
}

/** The bytes of a request's image, within Rekognition's limits. Throws its errors. */
export async function readImage(
  image: ImageInput,
  readObject: ReadObject,
  caller: Caller,
  maxSide = Infinity,
): Promise<Uint8Array> {
  const bytes = await imageBytes(image, readObject, caller)
  if (!startsWith(bytes, JPEG) && !startsWith(bytes, PNG)) throw invalidImageFormat()
  await checkDimensions(bytes, maxSide)
  return bytes
}

async function imageBytes(
  { Bytes, S3Object }: ImageInput,
  readObject: ReadObject,
  caller: Caller,
): Promise<Uint8Array> {
  if (Bytes && S3Object) throw invalidParameter("Image has both Bytes and an S3Object, and must have one of them")
  if (Bytes) return Buffer.from(Bytes, "base64")
  const { Bucket, Name, Version } = S3Object ?? {}
  if (!Bucket || !Name) throw invalidParameter("Image needs Bytes, or an S3Object with Bucket and Name")
  if (Version) throw invalidParameter("the offline engine reads the current version of an object, and no other")
  const bytes = await readObject(Bucket, Name, caller).catch((cause: unknown) => {
    // Archived, say: Rekognition does not tell why it cannot read it.
    throw cause instanceof AwsError ? invalidS3Object({ cause }) : cause
  })
  if (bytes === undefined) throw invalidS3Object()
  if (bytes.length > MAX_OBJECT_BYTES) throw imageTooLarge(MAX_OBJECT_BYTES)
  return bytes
}

async function checkDimensions(bytes: Uint8Array, maxSide: number): Promise<void> {
  const { width, height } = await sharp(bytes)
    .metadata()
    .catch((cause: unknown) => {
      throw invalidImageFormat({ cause })
    })
  if (Math.min(width, height) < MIN_SIDE) {
    throw invalidParameter(`image dimensions ${width} x ${height} are below the minimum of ${MIN_SIDE} pixels a side`)
  }
  if (Math.max(width, height) > maxSide) {
    throw invalidParameter(
      `Input image dimensions ${width} x ${height} exceed maximum dimension size of ${maxSide} pixels`,
    )
  }
}

function startsWith(bytes: Uint8Array, magic: Buffer): boolean {
  return magic.equals(bytes.subarray(0, magic.length))
}
