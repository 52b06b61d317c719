import { type CssColor, cssColors } from "./css-colors.ts"

/** Bits of a channel that count: 32 shades each, so that every pixel's colour is looked up and not computed. */
const BITS = 5
const SHADES = 1 << BITS

type Lab = readonly [number, number, number]

/** The CSS colour that looks most like this one, by its index in `cssColors`. `at` is the place of the red byte. */
export function nearestColor(pixels: Uint8Array, at: number): number {
  const shade = (value = 0) => value >> (8 - BITS)
  const index = (shade(pixels[at]) << (2 * BITS)) | (shade(pixels[at + 1]) << BITS) | shade(pixels[at + 2])
  return (nearest ??= buildTable())[index] ?? 0
}

let nearest: Uint8Array | undefined

/** Some 30 ms, once. */
function buildTable(): Uint8Array {
  const palette = cssColors.map(({ rgb }: CssColor) => oklab(...rgb))
  // From 0 to 255, so that black is black and white is white.
  const value = (shade: number) => (shade * 255) / (SHADES - 1)
  return Uint8Array.from({ length: SHADES ** 3 }, (_, index) => {
    const lab = oklab(value(index >> (2 * BITS)), value((index >> BITS) % SHADES), value(index % SHADES))
    return indexOfNearest(palette, lab)
  })
}

function indexOfNearest(palette: readonly Lab[], [l, a, b]: Lab): number {
  let best = 0
  let least = Infinity
  palette.forEach(([otherL, otherA, otherB], index) => {
    const distance = (l - otherL) ** 2 + (a - otherA) ** 2 + (b - otherB) ** 2
    if (distance < least) [best, least] = [index, distance]
  })
  return best
}

/** sRGB, 0 to 255 each, to OKLab, where distances are as the eye sees them. https://bottosson.github.io/posts/oklab/ */
function oklab(red: number, green: number, blue: number): Lab {
  const [r, g, b] = [linear(red), linear(green), linear(blue)]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

function linear(value: number): number {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}
