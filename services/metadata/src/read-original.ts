import type { Image, ImageFormat, IntakeLimits } from "@darkroom/events"
import { DamagedImage, type ImageHeader, pixelLimitFor, readHeader, sniffFormat } from "@darkroom/imaging"
import type { MetadataDeps } from "./deps.ts"
import { Rejected } from "./errors.ts"
import { messages } from "./messages.ts"

/** Enough for the header of nearly every JPEG, PNG, HEIC and AVIF. */
const HEAD = 65_536
/** Formats whose headers stand anywhere, or whose reader wants the end of the file. */
const spreadOut: ReadonlySet<ImageFormat> = new Set(["tiff", "webp", "gif"])

export interface Original {
  readonly bytes: number
  readonly sha256: string | null
  readonly header: ImageHeader
  /** As much of the file as was needed. */
  readonly content: Uint8Array
}

/** Reads as little of an original as tells what it is. Throws Rejected, OriginalGone, DamagedImage, UnsupportedImage. */
export async function readOriginal(image: Image, limits: IntakeLimits, deps: MetadataDeps): Promise<Original> {
  const { bytes, sha256 } = await deps.head(image)
  if (bytes === 0) throw new Rejected("EmptyFile", messages.empty(image.key))
  if (bytes > limits.bytes) throw new Rejected("FileTooLarge", messages.tooLarge(image.key, bytes, limits.bytes))
  const head = await deps.readRange(image, 0, Math.min(HEAD, bytes) - 1)
  const sniffed = sniffFormat(head)
  if (sniffed.format === null)
    throw new Rejected("NotSupportedImageType", messages.unsupported(image.key, sniffed.looksLike))
  const { header, content } = await headerOf(sniffed.format, head, bytes, () => deps.readAll(image))
  refuseTooManyPixels(header, limits, image.key)
  return { bytes, sha256, header, content }
}

async function headerOf(format: ImageFormat, head: Uint8Array, bytes: number, readAll: () => Promise<Uint8Array>) {
  const complete = head.length >= bytes
  const early = complete || spreadOut.has(format) ? undefined : await tryHeader(head)
  if (early) return { header: early, content: head }
  const content = complete ? head : await readAll()
  return { header: await readHeader(content), content }
}

/** The header, or undefined where the beginning of the file is not enough of it. */
async function tryHeader(head: Uint8Array): Promise<ImageHeader | undefined> {
  try {
    const header = await readHeader(head)
    const exifMayFollow = (header.format === "heic" || header.format === "avif") && header.exif === undefined
    return exifMayFollow ? undefined : header
  } catch (error) {
    if (error instanceof DamagedImage) return undefined
    throw error
  }
}

function refuseTooManyPixels(header: ImageHeader, limits: IntakeLimits, key: string): void {
  const pixels = header.width * header.height
  const limit = pixelLimitFor(header, limits)
  if (pixels <= limit) return
  throw new Rejected("TooManyPixels", messages.tooManyPixels(key, kindOf(header), pixels, limit))
}

function kindOf({ format, progressive }: ImageHeader): string {
  const name = { jpeg: "JPEG", png: "PNG", webp: "WebP", avif: "AVIF", gif: "GIF", tiff: "TIFF", heic: "HEIC" }[format]
  if (!progressive) return name
  return format === "jpeg" ? `progressive ${name}` : format === "png" ? `interlaced ${name}` : name
}
