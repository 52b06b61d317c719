import type { ImageMetadata } from "@darkroom/events"

/** Rekognition's limits: https://docs.aws.amazon.com/rekognition/latest/dg/limits.html */
const MIN_SIDE = 80
const MAX_SIDE = 10_000
const MAX_BYTES_IN_S3 = 15_000_000
/** More costs time and finds nothing more. */
const MAX_PIXELS = 2_000_000

/** How a photo gets to Rekognition: as it is in S3, scaled down to so many pixels, or not at all. */
export type Plan =
  | { readonly way: "reference" }
  | { readonly way: "bytes"; readonly maxPixels: number }
  | { readonly way: "skip"; readonly reason: string }

/** Decides how a photo gets to Rekognition, which wants each side to have 80 to 10,000 pixels. */
export function planOf({ format, width, height, orientation, bytes }: ImageMetadata): Plan {
  const [short, long] = width < height ? [width, height] : [height, width]
  if (short < MIN_SIDE)
    return skip(
      `The photo is too small to be tagged: it is ${width} by ${height} pixels, and each side must have ${MIN_SIDE}.`,
    )
  const scale = Math.min(1, Math.sqrt(MAX_PIXELS / (width * height)), MAX_SIDE / long)
  if (Math.floor(short * scale) < MIN_SIDE) {
    return skip(`The photo is too narrow to be tagged: it is ${width} by ${height} pixels.`)
  }
  const fits = scale === 1 && orientation === 1 && bytes <= MAX_BYTES_IN_S3
  if (fits && (format === "jpeg" || format === "png")) return { way: "reference" }
  // Rounded up, or the short side could come out a pixel too short.
  return { way: "bytes", maxPixels: Math.ceil(width * scale * height * scale) }
}

function skip(reason: string): Plan {
  return { way: "skip", reason }
}
