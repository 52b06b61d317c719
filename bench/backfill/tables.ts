import { type Figure, labelTiers, labelTiersPage } from "./aws-figures.ts"

/** With commas; `digits` after the point at the most. */
export const number = (value: number, digits = 0) => value.toLocaleString("en-US", { maximumFractionDigits: digits })
/** To the next ten. */
export const dollars = (value: number) => `$${number(Math.round(value / 10) * 10)}`

/** A Markdown table, columns of `right` aligned to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], right: readonly number[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) => {
    const cells = row.map((cell, column) =>
      right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    )
    return `| ${cells.join(" | ")} |`
  }
  const rule = widths.map((width, column) => (right.includes(column) ? `${"-".repeat(width - 1)}:` : "-".repeat(width)))
  return [line(head), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n")
}

/** A figure a row: what, how much, how we know, and where it stands. */
export function figureRows(figures: readonly Figure[]): string[][] {
  return figures.map(({ name, value, unit, page, known }) => [
    name,
    `${number(value, 10)}${unit === "" ? "" : ` ${unit}`}`,
    known,
    `<${page}>`,
  ])
}

/** The same of Rekognition's tiers. */
export function labelTiersRow(): string[] {
  const tiers = labelTiers.map(({ price }) => `$${price * 1000}`).join(", ")
  return ["Rekognition, a thousand images by month", tiers, "read; last one remembered", `<${labelTiersPage}>`]
}

/** Lines of a page between which generated tables stand. */
export interface Marks {
  readonly begin: string
  readonly end: string
}

export function marks(what: string, file: string): Marks {
  return { begin: `<!-- ${what}: written by ${file} -->`, end: `<!-- end of ${what} -->` }
}

/** The page with these tables. Throws where it has no place for them. */
export function withTables(page: string, tables: string, { begin, end }: Marks): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`The page lacks ${begin} or ${end}`)
  return `${page.slice(0, from + begin.length)}\n\n${tables}\n\n${page.slice(to)}`
}
