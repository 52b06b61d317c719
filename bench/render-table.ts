/** Rows as lines of aligned columns, the first row being the head; numbers to the right. */
export function renderTable(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const isNumber = widths.map((_, column) => rows.slice(1).every((row) => /^(-|\d|not |$)/.test(row[column] ?? "")))
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        isNumber[column] && column > 0 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  )
  const rule = widths.map((width) => "-".repeat(width)).join("  ")
  return [lines[0] ?? "", rule, ...lines.slice(1)]
}
