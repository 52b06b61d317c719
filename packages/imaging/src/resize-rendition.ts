import { fromRaw, type RawImage } from "./raw-image.ts"

const QUALITY = 80
/** 0 is fastest, 6 smallest. 2 saves a tenth of 0's bytes for two fifths more time (30 ms instead of 21, photos of 256 and 1024 px). */
const EFFORT = 2

export interface EncodedImage {
  readonly data: Buffer
  readonly width: number
  readonly height: number
}

/** A WebP without metadata that fits into `side` by `side` pixels; never larger than the image. */
export async function resizeRendition(raw: RawImage, side: number): Promise<EncodedImage> {
  const { data, info } = await fromRaw(raw)
    .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
    .webp({ quality: QUALITY, effort: EFFORT })
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}
