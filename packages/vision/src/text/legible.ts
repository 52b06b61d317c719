/** A word of a line, in pixels of the picture that was read. */
export interface ReadWord {
  readonly text: string
  /** 0 to 100. */
  readonly confidence: number
  readonly bbox: Box
}

export interface Box {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

export interface ReadLine {
  readonly words: readonly ReadWord[]
}

/** What is kept beside a sure word need be no surer than this. */
const BESIDE_A_SURE_ONE = 60

/**
 * What of a line is text. It must have a word of two letters or digits of which tesseract is sure; around it less will do.
 * Tesseract is sure of single signs all over leaves and gravel, so that confidence alone does not tell.
 */
export function legible(lines: readonly ReadLine[], sure: number): ReadLine[] {
  return lines
    .filter(({ words }) => words.some((word) => word.confidence >= sure && signsOf(word) >= 2))
    .map(({ words }) => ({ words: words.filter(isWord) }))
}

/** How much was read, to choose between two ways of holding a picture. */
export function weightOf(lines: readonly ReadLine[]): number {
  const words = lines.flatMap((line) => line.words)
  return words.reduce((sum, word) => sum + word.confidence * signsOf(word), 0)
}

function isWord(word: ReadWord): boolean {
  return word.confidence >= BESIDE_A_SURE_ONE && signsOf(word) >= 1
}

/** Letters and digits. */
function signsOf({ text }: ReadWord): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
}
