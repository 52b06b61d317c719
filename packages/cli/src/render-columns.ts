import { type Colors, displayWidth, pad } from "./text.ts"

/** Rows under bold headings, each column as wide as its widest cell. */
export function renderColumns(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  colors: Colors,
  paint: (line: string, row: number) => string = String,
): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => displayWidth(row[column] ?? ""))))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0))
      .join("  ")
      .trimEnd()
  return [colors.bold(line(head)), ...rows.map((row, index) => paint(line(row), index))].join("\n")
}
