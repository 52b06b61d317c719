import type { DominantColor } from "@aws-sdk/client-rekognition"
import type { Color } from "@darkroom/events"
import { percent } from "./box-of.ts"

/** A dominant colour in Darkroom's words, as a list of one; none where Rekognition gave no hexadecimal value. */
export function colorOf({ HexCode, CSSColor = "", SimplifiedColor = "", PixelPercent }: DominantColor): Color[] {
  const hex = HexCode?.toLowerCase() ?? ""
  if (!/^#[0-9a-f]{6}$/.test(hex)) return []
  return [{ hex, name: CSSColor, simplified: SimplifiedColor, share: percent(PixelPercent) }]
}
