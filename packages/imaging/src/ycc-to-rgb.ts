/** How luma and chroma code colour: matrix_coefficients of ITU-T H.273, and whether black is 0 or 16. */
export interface YccCoding {
  readonly matrix: number
  readonly fullRange: boolean
}

/** Weights of red and blue in luma, by matrix; any other is BT.601. */
const weights: Readonly<Record<number, readonly [red: number, blue: number]>> = {
  1: [0.2126, 0.0722],
  9: [0.2627, 0.0593],
}
const BT601 = [0.299, 0.114] as const

/** RGB, 3 bytes a pixel, of the planes Y, Cb and Cr, all of one size. */
export function yccToRgb(planes: readonly Uint8Array[], { matrix, fullRange }: YccCoding): Buffer {
  const [luma, blue, red] = planes
  if (luma === undefined || blue === undefined || red === undefined) throw new Error("three planes are needed")
  const [redWeight, blueWeight] = weights[matrix] ?? BT601
  const chroma = fullRange ? 1 : 255 / 224
  const [black, gain] = fullRange ? [0, 1] : [16, 255 / 219]
  const toRed = 2 * (1 - redWeight) * chroma
  const toBlue = 2 * (1 - blueWeight) * chroma
  const greenWeight = 1 - redWeight - blueWeight
  const greenOfRed = (toRed * redWeight) / greenWeight
  const greenOfBlue = (toBlue * blueWeight) / greenWeight
  const rgb = new Uint8ClampedArray(luma.length * 3)
  for (let pixel = 0, at = 0; pixel < luma.length; pixel++, at += 3) {
    const y = (luma[pixel]! - black) * gain
    const cb = blue[pixel]! - 128
    const cr = red[pixel]! - 128
    rgb[at] = y + toRed * cr
    rgb[at + 1] = y - greenOfRed * cr - greenOfBlue * cb
    rgb[at + 2] = y + toBlue * cb
  }
  return Buffer.from(rgb.buffer)
}
