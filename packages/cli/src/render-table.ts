import Table from "cli-table3"
import { statusColor } from "./facts.ts"
import type { UploadRecord } from "./photo-report.ts"
import { renderList } from "./render-list.ts"
import { layoutFor, type Layout } from "./table-layout.ts"
import { type Colors, pad, plain, printable, wrap } from "./text.ts"

/** Below this a table is all wrapping. */
const TABLE_WIDTH = 100

export interface RenderOptions {
  /** Columns of the terminal. Default: as many as it takes. */
  readonly width?: number
  readonly colors?: Colors
}

/** What became of the files: a table, or on narrow terminals a block a file; then what went wrong, and the counts. */
export function renderTable(records: readonly UploadRecord[], options: RenderOptions = {}): string {
  const { width = Number.POSITIVE_INFINITY, colors = plain } = options
  const layout = width < TABLE_WIDTH ? undefined : layoutFor(records, width)
  const body = layout ? tableOf(records, layout, colors) : renderList(records, width, colors)
  return [body, ...messages(records, colors), summary(records)].join("\n\n")
}

function tableOf(records: readonly UploadRecord[], { columns, widths }: Layout, colors: Colors): string {
  const cell = (lines: readonly string[], index: number, color: (text: string) => string = String) => {
    const width = widths[index] ?? 0
    return lines
      .flatMap((line) => wrap(line, width))
      .map((line) => color(pad(line, width)))
      .join("\n")
  }
  const head = columns.map((column, index) => cell([column.head], index, colors.bold))
  const table = new Table({ head, style: { head: [], border: [] } })
  table.push(
    ...records.map((record) =>
      columns.map(({ lines, color }, index) => cell(lines(record), index, color?.(record, colors))),
    ),
  )
  return table.toString()
}

function messages(records: readonly UploadRecord[], colors: Colors): string[] {
  const lines = records.flatMap((record) => {
    const { file, status, message } = record
    if (status === "processed" || message === null) return []
    const color = statusColor(record, colors)
    // Some messages name the file themselves.
    const text = message.startsWith(file) ? message.slice(file.length) : `: ${message}`
    return [color(printable(file)) + printable(text)]
  })
  return lines.length > 0 ? [lines.join("\n")] : []
}

function summary(records: readonly UploadRecord[]): string {
  const counts = (["processed", "rejected", "failed"] as const).map((status) => ({
    status,
    count: records.filter((record) => record.status === status).length,
  }))
  return counts.flatMap(({ status, count }) => (count > 0 ? [`${count} ${status}`] : [])).join(", ")
}
