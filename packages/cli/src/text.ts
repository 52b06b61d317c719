import { createColors } from "picocolors"

export type Colors = ReturnType<typeof createColors>

export const plain: Colors = createColors(false)

/** Colours for a terminal; none where the output goes elsewhere or NO_COLOR is set. https://no-color.org */
export function colorsFor({ isTTY }: { isTTY?: boolean }, { NO_COLOR }: NodeJS.ProcessEnv = process.env): Colors {
  return createColors(isTTY === true && !NO_COLOR)
}

/** Columns to lay out for: as many as it takes where the output is no terminal. */
export function widthOf(
  { isTTY, columns }: { isTTY?: boolean; columns?: number },
  env: NodeJS.ProcessEnv = process.env,
): number {
  if (isTTY) return columns || 80
  return Number(env["COLUMNS"]) || Number.POSITIVE_INFINITY
}

/** A file may be called anything: what would move the cursor is shown as a replacement character. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "\u{fffd}")
}

/** `tagging, thumbnail and watermark`. */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat("en-GB").format(names)
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" })
const wide =
  /\p{Emoji_Presentation}|\u{fe0f}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u

/** Columns that a terminal takes for the text. */
export function displayWidth(text: string): number {
  return charactersOf(text).reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0)
}

export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)))
}

/** Lines of at most `width` columns, broken at spaces where there are any. */
export function wrap(text: string, width: number): string[] {
  const lines = [""]
  for (const word of text.split(" ").flatMap((part) => chop(part, width))) {
    const line = lines.at(-1) ?? ""
    const longer = line === "" ? word : `${line} ${word}`
    if (displayWidth(longer) <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

function chop(word: string, width: number): string[] {
  const pieces = [""]
  for (const character of charactersOf(word)) {
    const piece = (pieces.at(-1) ?? "") + character
    if (displayWidth(piece) <= width) pieces[pieces.length - 1] = piece
    else pieces.push(character)
  }
  return pieces
}

function charactersOf(text: string): string[] {
  return [...graphemes.segment(text)].map(({ segment }) => segment)
}
