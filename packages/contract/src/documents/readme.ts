/** What the README of a service says of itself: its first paragraph, as one line. */
export function summaryOf(readme: string): string {
  const [, paragraph = ""] = readme.split(/\n\s*\n/)
  return paragraph.replaceAll("\n", " ").trim()
}

/**
 * The names that stand in a README under **Consumes** and **Emits**: list items that begin so, up to the next item, and columns of
 * tables with these headings.
 */
export function claimedEvents(readme: string, names: readonly string[]): { consumes: string[]; emits: string[] } {
  const claimed = (word: string) => {
    const text = [...itemsOf(readme, word), ...columnsOf(readme, word)].join(" ")
    return names.filter((name) => new RegExp(`\\b${name}\\b`).test(text))
  }
  return { consumes: claimed("Consumes"), emits: claimed("Emits") }
}

function itemsOf(readme: string, word: string): string[] {
  return readme.split(/^(?=- |#|\|)/m).filter((part) => part.startsWith(`- **${word}**`))
}

function columnsOf(readme: string, word: string): string[] {
  const tables = readme.split(/\n(?!\|)/).filter((block) => block.includes("\n| -") || block.startsWith("|"))
  return tables.flatMap((block) => {
    const [head = [], , ...rows] = block
      .split("\n")
      .filter((line) => line.startsWith("|"))
      .map((line) => line.split("|").map((cell) => cell.trim()))
    const column = head.indexOf(word.toLowerCase())
    return column < 0 ? [] : rows.map((row) => row[column] ?? "")
  })
}
