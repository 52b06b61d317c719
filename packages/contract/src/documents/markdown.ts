const BACKTICK = /`[^`]*`/

/** A table of Markdown, its columns as wide as their longest cell, as the formatter has it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")))
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]!.length)))
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`
  const [first, ...others] = cells.map(line)
  return [first, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...others].join("\n")
}

/** Text in which nothing is taken for JSX: what is code already stays as it is. */
export function mdxText(text: string): string {
  const code = BACKTICK.exec(text)
  if (code === null) return text.replace(/[{}<>]/g, (character) => `\\${character}`)
  const [before, after] = [text.slice(0, code.index), text.slice(code.index + code[0].length)]
  return `${mdxText(before)}${code[0]}${mdxText(after)}`
}

/** The page with what is between its two marks made anew. Throws where the marks are missing. */
export function between(page: string, [begin, end]: readonly [string, string], content: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`The page lacks "${begin}" followed by "${end}"`)
  return `${page.slice(0, from + begin.length)}\n\n${content}\n\n${page.slice(to)}`
}
