export interface RowOptions {
  /** Pixels to fill. */
  readonly width: number
  /** The height in pixels that rows come near to; the one of a last row that does not fill the width. */
  readonly height: number
  /** Pixels between two photos. */
  readonly gap: number
}

/** Where a photo is in its row, in whole pixels. */
export interface RowBox {
  readonly left: number
  readonly width: number
}

export interface Row {
  /** Index of its first photo; it has as many as it has boxes. */
  readonly first: number
  readonly height: number
  readonly boxes: readonly RowBox[]
}

/** Portrait strips are cropped to this share of width to height, for they would be slivers that nobody can hit. */
const NARROWEST = 0.4
/** Panoramas are cropped to this one. */
const WIDEST = 4
/** A row is never lower than this share of the wished height: what is wider than that is cropped. */
const LOWEST = 0.6
/** Nor is a row higher than this, however well it would fit. */
const HIGHEST = 1.5
const UNKNOWN = 3 / 2

/** Width by height, 3:2 where it is not known yet. */
export function ratioOf({ width, height }: { readonly width: number | null; readonly height: number | null }): number {
  return width !== null && height !== null && width > 0 && height > 0 ? width / height : UNKNOWN
}

/** Puts photos of the given ratios into rows, each of one height and exactly as wide as asked for; the last is not stretched. */
export function justifyRows(ratios: readonly number[], options: RowOptions): Row[] {
  if (options.width < 1) return []
  const rows: Row[] = []
  for (let first = 0; first < ratios.length;) {
    const row = nextRow(ratios, first, options)
    rows.push(row)
    first += row.boxes.length
  }
  return rows
}

function nextRow(ratios: readonly number[], first: number, options: RowOptions): Row {
  const taken: number[] = []
  let before = Infinity
  for (let index = first; index < ratios.length; index += 1) {
    taken.push(cropped(ratios[index] ?? UNKNOWN, options))
    const height = heightOf(taken, options)
    if (height <= options.height) {
      // Of the rows with and without this photo, the one whose height is nearer to the wished one.
      const fitsWithout = before <= options.height * HIGHEST && before / options.height < options.height / height
      return fullRow(first, fitsWithout ? taken.slice(0, -1) : taken, options)
    }
    before = height
  }
  return looseRow(first, taken, options)
}

function cropped(ratio: number, { width, height }: RowOptions): number {
  const widest = Math.max(NARROWEST, Math.min(WIDEST, width / (height * LOWEST)))
  return Math.min(widest, Math.max(NARROWEST, ratio))
}

/** Of a row that fills the width. */
function heightOf(ratios: readonly number[], { width, gap }: RowOptions): number {
  return (width - gap * (ratios.length - 1)) / sum(ratios)
}

function fullRow(first: number, ratios: readonly number[], options: RowOptions): Row {
  const height = heightOf(ratios, options)
  return { first, height: Math.max(1, Math.round(height)), boxes: boxesOf(ratios, height, options.gap) }
}

function looseRow(first: number, ratios: readonly number[], { height, gap }: RowOptions): Row {
  return { first, height, boxes: boxesOf(ratios, height, gap) }
}

/** Edges are rounded, not widths, so that roundings do not add up. */
function boxesOf(ratios: readonly number[], height: number, gap: number): RowBox[] {
  let right = 0
  return ratios.map((ratio, index) => {
    const left = Math.round(right) + gap * index
    right += ratio * height
    return { left, width: Math.max(1, Math.round(right) + gap * index - left) }
  })
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
