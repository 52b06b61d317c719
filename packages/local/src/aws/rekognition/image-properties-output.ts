import type { DominantColor, ImageProperties } from "@darkroom/vision"

/** Colours and quality of the whole image. Its foreground and background are not told apart, and not in the answer. */
export function imagePropertiesOutput(properties: ImageProperties | undefined, maxColors: number) {
  if (properties === undefined) return { DominantColors: [] }
  const { quality, dominantColors } = properties
  return {
    Quality: { Brightness: quality.brightness, Sharpness: quality.sharpness, Contrast: quality.contrast },
    DominantColors: dominantColors.slice(0, maxColors).map(colorOutput),
  }
}

function colorOutput({ red, green, blue, hexCode, cssColor, simplifiedColor, pixelPercent }: DominantColor) {
  return {
    Red: red,
    Green: green,
    Blue: blue,
    HexCode: hexCode,
    CSSColor: cssColor,
    SimplifiedColor: simplifiedColor,
    PixelPercent: pixelPercent,
  }
}
