import { decodeInside, type Pixels } from "../decode-image.ts"
import type { DominantColor, ImageProperties } from "../seen.ts"
import { cssColors } from "./css-colors.ts"
import { nearestColor } from "./nearest-color.ts"
import { qualityOf } from "./quality.ts"

/** Pixels of the longer side that are looked at. */
const SIZE = 256

/**
 * Colours and quality of a JPEG or PNG; counted, there is no model. As Rekognition does, every pixel is given to the CSS
 * colour that is nearest, and it is these that are listed.
 */
export async function imageProperties(image: Uint8Array): Promise<ImageProperties> {
  const pixels = await decodeInside(image, SIZE)
  return { quality: qualityOf(pixels), dominantColors: dominantColors(pixels) }
}

function dominantColors({ data, width, height }: Pixels): DominantColor[] {
  const counts = new Uint32Array(cssColors.length)
  for (let at = 0; at < data.length; at += 3) counts[nearestColor(data, at)]! += 1
  return cssColors
    .map(({ name, hexCode, rgb: [red, green, blue], simplified }, index) => {
      const pixelPercent = (100 * (counts[index] ?? 0)) / (width * height)
      return { red, green, blue, hexCode, cssColor: name, simplifiedColor: simplified, pixelPercent }
    })
    .filter(({ pixelPercent }) => pixelPercent > 0)
    .sort((a, b) => b.pixelPercent - a.pixelPercent)
}
