/** The candidate that differs least from the text, if no more than half of it differs. */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: distance(text.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((left, right) => left.distance - right.distance)
  return best !== undefined && best.distance <= text.length / 2 ? best.candidate : undefined
}

/** Levenshtein's: insertions, deletions and substitutions. https://en.wikipedia.org/wiki/Levenshtein_distance */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [index, letter] of from.split("").entries()) {
    const next = [index + 1]
    for (const [column, other] of to.split("").entries()) {
      const [diagonal = 0, above = 0] = [row[column], row[column + 1]]
      next.push(Math.min(above + 1, (next[column] ?? 0) + 1, diagonal + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row[to.length] ?? 0
}
