import type { IntakeLimits } from "@darkroom/events"
import type { ImageHeader } from "./read-header.ts"

/** What decoding one image may take, so that a function of 512 MB does not die of it: Node, the SDK and sharp take some 150 MB. */
const MEMORY_BUDGET = 250_000_000
const HEAVY = 64_000_000

/** How many pixels an image of this kind may have: the profile's limit, or less where decoding would take too much memory. */
export function pixelLimitFor(header: ImageHeader, limits: IntakeLimits): number {
  const byProfile = header.format === "jpeg" && !header.progressive ? limits.jpegPixels : limits.pixels
  const cost = bytesPerPixel(header)
  return cost === 0 ? byProfile : Math.min(byProfile, Math.floor(MEMORY_BUDGET / cost))
}

/** Whether decoding takes so much memory that two images of the kind must not be decoded at once. */
export function isHeavy(header: ImageHeader): boolean {
  return bytesPerPixel(header) * header.width * header.height > HEAVY
}

/**
 * Bytes that decoding keeps in memory for each pixel of the whole image, measured at 50 megapixels (sharp 0.35.5,
 * libheif-js 1.23.2). Baseline JPEG and plain PNG stream, row by row.
 */
function bytesPerPixel({ format, progressive, channels, bytesPerSample, halfChroma }: ImageHeader): number {
  switch (format) {
    case "jpeg":
      return progressive ? (halfChroma ? 3 : channels * 2) : 0
    case "png":
      return progressive ? channels * bytesPerSample * 1.25 : 0
    case "tiff":
      return channels * bytesPerSample
    case "heic":
      return 4
    case "webp":
      return 5
    case "gif":
      return 6
    case "avif":
      return bytesPerSample === 1 ? 18 : channels < 4 ? 20 : 27
  }
}
