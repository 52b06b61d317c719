import sharp from "sharp"
import { fromRaw, type RawImage } from "./raw-image.ts"

/** Enough pixels to count colours, and few enough to count them in a millisecond. */
const SIDE = 100

/** The image's most frequent colour as `#rrggbb`; what is transparent counts as white. */
export async function dominantColorOf(raw: RawImage): Promise<string> {
  const { data, info } = await fromRaw(raw)
    .resize({ width: SIDE, height: SIDE, fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#ffffff" })
    .raw()
    .toBuffer({ resolveWithObject: true })
  // stats() looks at a pipeline's input, not at its output: hence the buffer between.
  const { dominant } = await sharp(data, {
    raw: { width: info.width, height: info.height, channels: info.channels },
  }).stats()
  return `#${hex(dominant.r)}${hex(dominant.g)}${hex(dominant.b)}`
}

function hex(value: number): string {
  return Math.round(value).toString(16).padStart(2, "0")
}
