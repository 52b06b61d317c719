import sharp from "sharp"
import type { Caller } from "../service.ts"
import { imageTooLarge, invalidImageFormat, invalidParameter, invalidS3Object } from "./errors.ts"

/** Limits of Rekognition. https://docs.aws.amazon.com/rekognition/latest/dg/limits.html */
const MAX_REQUEST_BYTES = 5 * 1_048_576
const MAX_OBJECT_BYTES = 15 * 1_048_576
const MIN_SIDE = 80
const MAX_SIDE = 10_000

const JPEG = Buffer.of(0xff, 0xd8, 0xff)
const PNG = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** Reads a whole object; undefined where there is none. The caller is there to check permissions. */
export type ReadObject = (bucket: string, key: string, caller: Caller) => Promise<Uint8Array | undefined>

interface ImageInput {
  readonly Bytes?: string
  readonly S3Object?: { readonly Bucket?: string; readonly Name?: string }
}

/** The bytes of a request's image, within Rekognition's limits. Throws its errors. */
export async function readImage(
  image: ImageInput | undefined,
  readObject: ReadObject,
  caller: Caller,
): Promise<Uint8Array> {
  const bytes = await imageBytes(image, readObject, caller)
  if (!startsWith(bytes, JPEG) && !startsWith(bytes, PNG)) throw invalidImageFormat()
  await checkDimensions(bytes)
  return bytes
}

async function imageBytes(
  { Bytes, S3Object }: ImageInput = {},
  readObject: ReadObject,
  caller: Caller,
): Promise<Uint8Array> {
  if (Bytes !== undefined) return within(MAX_REQUEST_BYTES, Buffer.from(Bytes, "base64"))
  const { Bucket, Name } = S3Object ?? {}
  if (!Bucket || !Name) throw invalidParameter("Image needs Bytes, or an S3Object with Bucket and Name")
  const bytes = await readObject(Bucket, Name, caller)
  if (bytes === undefined) throw invalidS3Object()
  return within(MAX_OBJECT_BYTES, bytes)
}

function within(limit: number, bytes: Uint8Array): Uint8Array {
  if (bytes.length > limit) throw imageTooLarge(limit)
  return bytes
}

async function checkDimensions(bytes: Uint8Array): Promise<void> {
  const { width, height } = await sharp(bytes)
    .metadata()
    .catch((cause: unknown) => {
      throw invalidImageFormat({ cause })
    })
  if (Math.min(width, height) < MIN_SIDE) {
    throw invalidParameter(`image dimensions ${width} x ${height} are below the minimum of ${MIN_SIDE} pixels a side`)
  }
  if (Math.max(width, height) > MAX_SIDE) {
    throw invalidParameter(
      `Input image dimensions ${width} x ${height} exceed maximum dimension size of ${MAX_SIDE} pixels`,
    )
  }
}

function startsWith(bytes: Uint8Array, magic: Buffer): boolean {
  return magic.equals(bytes.subarray(0, magic.length))
}
