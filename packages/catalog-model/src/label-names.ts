import type { Label } from "@darkroom/events"

/** A label, or a text that was read, as far as searches look. */
export type NamedLabel = Pick<Label, "name" | "confidence">

/** So many labels of a photo can be found by a search that combines filters; those of lower confidence by the label alone. */
const MOST = 100

/** So many characters of what was read and named can be searched. */
const MOST_CHARACTERS = 2000

/** What a photo or a video has besides labels that can be put into words; a video has lines of text alone. */
export interface Readable {
  readonly text: readonly { readonly text: string; readonly confidence: number; readonly type?: "line" | "word" }[]
  readonly moderation: readonly NamedLabel[]
  readonly celebrities: readonly NamedLabel[]
}

/** The surest labels, surest first, in one text: a list of maps takes more than twice the space, and the time to read it. */
export function packLabelNames(labels: readonly NamedLabel[]): string {
  return packed(surestFirst(labels).slice(0, MOST))
}

/** What searches find besides labels, in the same form: the surest, as many as fit; undefined where that is nothing. */
export function packTexts({ text, moderation, celebrities }: Readable) {
  const lines = text.filter(({ type }) => type !== "word").map(({ text: name, confidence }) => ({ name, confidence }))
  let room = MOST_CHARACTERS
  // Names first: there are few, and what was read can be a whole page.
  const fitting = [...surestFirst([...moderation, ...celebrities]), ...surestFirst(lines)]
    .slice(0, MOST)
    .filter(({ name }) => (room -= name.length) >= 0)
  return fitting.length === 0 ? undefined : packed(fitting)
}

/** Undoes `packLabelNames` and `packTexts`; confidences are in per cent, cut to two decimals. */
export function unpackLabelNames(packed: string): NamedLabel[] {
  const flat = JSON.parse(packed) as (string | number)[]
  return Array.from({ length: flat.length / 2 }, (_, index) => ({
    name: String(flat[2 * index]),
    confidence: Number(flat[2 * index + 1]),
  }))
}

export function surestFirst<Named extends NamedLabel>(labels: readonly Named[]): Named[] {
  return [...labels].sort((a, b) => b.confidence - a.confidence || a.name.localeCompare(b.name))
}

function packed(names: readonly NamedLabel[]): string {
  return JSON.stringify(names.flatMap(({ name, confidence }) => [name, roundedDown(confidence)]))
}

/** Down, so that none seems surer than it is: 54.999 is not 55. */
function roundedDown(confidence: number): number {
  return Math.floor(confidence * 100 + 1e-9) / 100
}
