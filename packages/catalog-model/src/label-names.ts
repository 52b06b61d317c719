import type { Label } from "@darkroom/events"

/** A label, as far as searches look. */
export type NamedLabel = Pick<Label, "name" | "confidence">

/** So many labels of a photo can be found by a search that combines filters; those of lower confidence by the label alone. */
const MOST = 100

/** The surest labels, surest first, in one text: a list of maps takes more than twice the space, and the time to read it. */
export function packLabelNames(labels: readonly NamedLabel[]): string {
  return JSON.stringify(
    surestFirst(labels)
      .slice(0, MOST)
      .flatMap(({ name, confidence }) => [name, roundedDown(confidence)]),
  )
}

/** Undoes `packLabelNames`; confidences are in per cent, cut to two decimals. */
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

/** Down, so that none seems surer than it is: 54.999 is not 55. */
function roundedDown(confidence: number): number {
  return Math.floor(confidence * 100 + 1e-9) / 100
}
