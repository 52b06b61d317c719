import sharp from "sharp"
import type { Line } from "tesseract.js"
import { decodeGrey, type Pixels } from "../decode-image.ts"
import type { SeenText } from "../seen.ts"
import { legible, type ReadLine, weightOf } from "./legible.ts"
import { type Read, startTesseract } from "./tesseract.ts"
import { toText, type Turn } from "./to-text.ts"

/** The longer side at which text is read. Twice as much finds smaller text, some rubbish, and takes three times as long. */
const SIZE = 1000
/** How sure tesseract must be of a word; more where the picture was turned, for then most of what it reads is rubbish. */
const SURE: Readonly<Record<Turn, number>> = { 0: 80, 90: 88, 270: 88 }

/** Starts tesseract. What it gives reads the text in a JPEG or PNG; sideways only where there is none that is upright. */
export async function loadText(): Promise<(image: Uint8Array) => Promise<SeenText[]>> {
  const read = await startTesseract()
  return async (image) => {
    const pixels = await decodeGrey(image, SIZE)
    const upright = await readTurned(read, pixels, 0)
    if (upright.lines.length > 0) return toText(upright.lines, 0, pixels)
    const [right, left] = [await readTurned(read, pixels, 90), await readTurned(read, pixels, 270)]
    const { lines, turn } = weightOf(right.lines) >= weightOf(left.lines) ? right : left
    return toText(lines, turn, pixels)
  }
}

async function readTurned(read: Read, { data, width, height }: Pixels, turn: Turn) {
  // A PNG of ours: of a damaged image tesseract would complain on stderr.
  const png = await sharp(data, { raw: { width, height, channels: 1 } })
    .rotate(turn)
    .png({ compressionLevel: 1 })
    .toBuffer()
  const lines = await read(png)
  return { turn, lines: legible(lines.map(toReadLine), SURE[turn]) }
}

function toReadLine({ words }: Line): ReadLine {
  return { words: words.map(({ text, confidence, bbox }) => ({ text: text.trim(), confidence, bbox })) }
}
