import { rgbaToThumbHash } from "thumbhash"
import { fromRaw, type RawImage } from "./raw-image.ts"

/** The largest side that ThumbHash takes; enough pixels to count colours, too. */
const SIDE = 100
/** Sixteen steps a channel: what the eye takes for one colour is counted as one. */
const STEP = 16

/** What a page shows of an image until it is there. */
export interface Placeholder {
  /** Base64 of the ThumbHash: some 25 bytes that a browser turns into a blurred picture. */
  readonly thumbhash: string
  /** The most frequent colour as `#rrggbb`; what is transparent counts as white. */
  readonly dominantColor: string
}

export async function placeholderOf(raw: RawImage): Promise<Placeholder> {
  const { data, info } = await fromRaw(raw)
    .resize({ width: SIDE, height: SIDE, fit: "inside", withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const thumbhash = Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString("base64")
  return { thumbhash, dominantColor: dominantColorOf(data) }
}

/** sharp's stats() finds the same, and entropy and sharpness besides, at a hundred times the cost. */
function dominantColorOf(rgba: Uint8Array): string {
  const counts = new Uint32Array(STEP ** 3)
  for (let pixel = 0; pixel < rgba.length; pixel += 4) counts[binAt(rgba, pixel)]!++
  const most = counts.indexOf(counts.reduce((highest, count) => Math.max(highest, count), 0))
  return `#${[most >> 8, (most >> 4) & 15, most & 15].map(middleOf).join("")}`
}

function binAt(rgba: Uint8Array, pixel: number): number {
  const opacity = rgba[pixel + 3]! / 255
  const step = (channel: number) => Math.round(rgba[pixel + channel]! * opacity + 255 * (1 - opacity)) >> 4
  return (step(0) << 8) | (step(1) << 4) | step(2)
}

/** The middle of a step, in hexadecimal. */
function middleOf(step: number): string {
  return (step * STEP + STEP / 2).toString(16).padStart(2, "0")
}
