import type { PhotoFace } from "@darkroom/gallery-api"

const NO_BREAK = "\u00a0"

/** Per cent without digits after the point, which are cut: what shows as 95 % is there where at least 95 % are asked for. */
export function perCentText(value: number): string {
  return `${Math.floor(value)}${NO_BREAK}%`
}

/** How old somebody looks: `25 to 35 years`. */
export function ageText({ low, high }: NonNullable<PhotoFace["ageRange"]>): string {
  return low === high ? `${low} years` : `${low} to ${high} years`
}

/** Those of a confidence in per cent at least: `Happy 98 %, Calm 61 %`. Empty where there are none. */
export function namedText(named: PhotoFace["emotions"], threshold: number): string {
  return named
    .filter(({ confidence }) => confidence >= threshold)
    .map(({ name, confidence }) => `${wordsOf(name).replaceAll(" ", NO_BREAK)}${NO_BREAK}${perCentText(confidence)}`)
    .join(", ")
}

/** A name as people write it: `HAPPY` is Happy, `EyesOpen` is Eyes open. */
export function wordsOf(name: string): string {
  const words = name
    .replaceAll("_", " ")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
