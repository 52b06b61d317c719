/** The text with one more line among those that begin and end like it, where it sorts; after the last of them, or at the end. */
export function insertSorted(text: string, line: string, isAlike: (line: string) => boolean): string {
  const lines = text.split("\n")
  const next = lines.findIndex((other) => isAlike(other) && pathOf(other) > pathOf(line))
  if (next >= 0) return lines.toSpliced(next, 0, line).join("\n")
  const last = lines.findLastIndex(isAlike)
  return lines.toSpliced(last < 0 ? lines.length - 1 : last + 1, 0, line).join("\n")
}

/** The text with one more line behind another one. */
export function insertAfter(text: string, line: string, before: string): string {
  const lines = text.split("\n")
  return lines.toSpliced(lines.indexOf(before) + 1, 0, line).join("\n")
}

export function withoutLines(text: string, removed: readonly string[]): string {
  return text
    .split("\n")
    .filter((line) => !removed.includes(line))
    .join("\n")
}

/** Lists of modules are sorted by what they name. */
function pathOf(line: string): string {
  return /"([^"]+)"/.exec(line)?.[1] ?? line
}
