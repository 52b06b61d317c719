import {
  cameraLines,
  foundLines,
  placeLines,
  renditionLines,
  sizeLines,
  statusColor,
  statusLines,
  takenLines,
  timeLines,
} from "./facts.ts"
import type { UploadRecord } from "./photo-report.ts"
import { type Colors, displayWidth, printable } from "./text.ts"

export interface Column {
  readonly head: string
  /** What the column may be squeezed to; as wide as its text where it is missing, so that an id can be copied. */
  readonly min?: number
  /** What it takes at the most. */
  readonly max?: number
  readonly lines: (record: UploadRecord) => string[]
  readonly color?: (record: UploadRecord, colors: Colors) => (text: string) => string
}

const idLines = ({ imageId }: UploadRecord) => (imageId === null ? [] : [imageId])
const fileLines = ({ file }: UploadRecord) => [printable(file)]

/** A column a fact. */
const wide: readonly Column[] = [
  { head: "file", min: 14, max: 40, lines: fileLines },
  { head: "id", lines: idLines },
  { head: "status", min: 9, lines: statusLines, color: statusColor },
  { head: "size", lines: sizeLines },
  { head: "camera", min: 10, lines: cameraLines },
  { head: "taken", min: 10, lines: takenLines },
  { head: "place", min: 10, lines: placeLines },
  { head: "found", min: 12, lines: foundLines },
  { head: "renditions", lines: renditionLines },
  { head: "time", lines: timeLines },
]

/** Facts that belong together share a column. */
const compact: readonly Column[] = [
  { head: "file, id", min: 36, lines: (record) => [...fileLines(record), ...idLines(record)] },
  {
    head: "status, time",
    min: 9,
    lines: (record) => [...statusLines(record), ...timeLines(record)],
    color: statusColor,
  },
  { head: "size, renditions", min: 11, lines: (record) => [...sizeLines(record), ...renditionLines(record)] },
  {
    head: "camera, taken, place",
    min: 10,
    lines: (record) => [...cameraLines(record), ...takenLines(record), ...placeLines(record)],
  },
  { head: "found", min: 10, lines: foundLines },
]

export interface Layout {
  readonly columns: readonly Column[]
  readonly widths: readonly number[]
}

/** The first arrangement of columns that fits into the width; undefined where none does. */
export function layoutFor(records: readonly UploadRecord[], width: number): Layout | undefined {
  for (const columns of [wide, compact]) {
    const widths = fitted(columns, records, width)
    if (widths) return { columns, widths }
  }
  return undefined
}

/** Takes from the widest column that can give, until all fit. */
function fitted(columns: readonly Column[], records: readonly UploadRecord[], width: number): number[] | undefined {
  const widths = columns.map((column) => naturalWidth(column, records))
  // Two spaces and a line for each column, and one more line.
  const room = width - columns.length * 3 - 1
  while (sum(widths) > room) {
    const giving = widestAboveMinimum(columns, widths)
    if (giving === undefined) return undefined
    widths[giving] = (widths[giving] ?? 0) - 1
  }
  return widths
}

function naturalWidth(
  { head, lines, min, max = Number.POSITIVE_INFINITY }: Column,
  records: readonly UploadRecord[],
): number {
  // Heads of columns that can be squeezed are wrapped.
  const texts = [...(min === undefined ? [head] : head.split(" ")), ...records.flatMap(lines)]
  return Math.min(
    max,
    texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0),
  )
}

function widestAboveMinimum(columns: readonly Column[], widths: readonly number[]): number | undefined {
  const giving = widths.flatMap((width, index) => (width > (columns[index]?.min ?? width) ? [{ width, index }] : []))
  return giving.sort((a, b) => b.width - a.width)[0]?.index
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
