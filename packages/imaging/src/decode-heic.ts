import sharp from "sharp"
import { heifPlanes, type HeifPlane } from "./heif-planes.ts"
import { toRaw, type RawImage } from "./raw-image.ts"
import { tiffOf } from "./tiff-of.ts"
import { yccToRgb } from "./ycc-to-rgb.ts"

export interface HeicTarget {
  readonly width: number
  readonly height: number
  readonly icc: Buffer | undefined
}

/**
 * Decodes HEVC pixels with libheif, upright. Luma and chroma are scaled down before they become RGB: at 48 megapixels that
 * takes 220 MB of WebAssembly memory instead of the 350 MB that libheif's own RGB takes. Alpha is ignored.
 */
export async function decodeHeic(bytes: Uint8Array, { width, height, icc }: HeicTarget): Promise<RawImage> {
  const data = await heifPlanes(bytes, async ({ planes, coding }) => {
    const scaled = await Promise.all(planes.map((plane) => scalePlane(plane, width, height)))
    return yccToRgb(scaled, coding)
  })
  const raw: RawImage = { data, width, height, channels: 3 }
  return icc === undefined ? raw : await toSrgb(raw, icc)
}

async function scalePlane(
  { data, stride, width, height }: HeifPlane,
  toWidth: number,
  toHeight: number,
): Promise<Buffer> {
  return await sharp(data, { raw: { width: stride, height, channels: 1 }, limitInputPixels: false })
    .extract({ left: 0, top: 0, width, height })
    .resize({ width: toWidth, height: toHeight, fit: "fill" })
    .toColourspace("b-w")
    .raw()
    .toBuffer()
}

/** sharp converts from an embedded profile only: hence the pixels in a file. A profile that cannot be used is left out. */
async function toSrgb(raw: RawImage, icc: Buffer): Promise<RawImage> {
  try {
    return await toRaw(sharp(tiffOf(raw, icc), { limitInputPixels: false }))
  } catch {
    return raw
  }
}
