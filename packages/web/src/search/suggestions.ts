import type { Facets } from "@darkroom/gallery-api"
import type { Filters } from "./filters.ts"

export interface Suggestion {
  readonly kind: "label" | "camera"
  readonly name: string
  readonly count: number
  readonly filters: Filters
}

/** Labels and cameras that a text begins, or is in; the best and most frequent first. Without a text, the most frequent labels. */
export function suggestionsFor(
  text: string,
  { labels, cameras }: Pick<Facets, "labels" | "cameras">,
  { most = 8 }: { most?: number } = {},
): readonly Suggestion[] {
  const wanted = text.trim().toLowerCase()
  const all = [
    ...labels.map(({ name, count }): Suggestion => ({ kind: "label", name, count, filters: { label: name } })),
    ...cameras.map(({ name, count }): Suggestion => ({ kind: "camera", name, count, filters: { camera: name } })),
  ]
  if (wanted === "") return [...all].sort((one, other) => other.count - one.count).slice(0, most)
  return all
    .map((suggestion) => ({ suggestion, rank: rankOf(suggestion.name.toLowerCase(), wanted) }))
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank || other.suggestion.count - one.suggestion.count)
    .slice(0, most)
    .map(({ suggestion }) => suggestion)
}

/** 3: begins with it, 2: a word does, 1: has it somewhere, 0: not at all. */
function rankOf(name: string, wanted: string): number {
  if (name.startsWith(wanted)) return 3
  if (name.includes(` ${wanted}`)) return 2
  return name.includes(wanted) ? 1 : 0
}
