import sharp, { type Sharp } from "sharp"

/** Pixels of an upright image: 8-bit sRGB, row by row, 3 channels, or 4 with alpha (not premultiplied). */
export interface RawImage {
  readonly data: Buffer
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
}

// libvips would keep up to 50 MB of operations that are never asked for again.
sharp.cache(false)

/** A sharp pipeline over raw pixels. */
export function fromRaw({ data, width, height, channels }: RawImage): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
}

/** Runs a pipeline to raw 8-bit sRGB. Greyscale becomes RGB, so that whoever reads the pixels meets 3 or 4 channels. */
export async function toRaw(pipeline: Sharp): Promise<RawImage> {
  const { data, info } = await pipeline
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  if (channels === 3 || channels === 4) return { data, width, height, channels }
  return { data: spreadGrey(data, channels), width, height, channels: channels === 2 ? 4 : 3 }
}

function spreadGrey(grey: Buffer, channels: number): Buffer {
  const pixels = grey.length / channels
  const wide = channels + 2
  const out = Buffer.allocUnsafe(pixels * wide)
  for (let pixel = 0; pixel < pixels; pixel++) {
    const value = grey[pixel * channels] ?? 0
    out.fill(value, pixel * wide, pixel * wide + 3)
    if (channels === 2) out[pixel * wide + 3] = grey[pixel * 2 + 1] ?? 255
  }
  return out
}
