/** Text as searches compare it: without accents, case and typographic variants. */
export function searchText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
}

/** The words of a search, as `searchText` has them. */
export function wordsOf(text: string): string[] {
  return searchText(text).split(/\s+/u).filter(Boolean)
}
