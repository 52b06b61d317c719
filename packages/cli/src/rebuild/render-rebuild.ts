import type { CatalogDifference, RebuiltPhoto } from "@darkroom/events"
import { counted } from "../format.ts"
import { type Colors, printable } from "../text.ts"
import type { Rebuilt } from "./rebuild-catalog.ts"

const MOST_PHOTOS = 50
const MOST_CHARACTERS = 160

export type States = Readonly<Record<RebuiltPhoto["state"], number>>

export function statesOf({ photos }: Rebuilt): States {
  const states = { same: 0, different: 0, mended: 0, older: 0, newer: 0 }
  for (const { state } of photos) states[state]++
  return states
}

/** Each photo that differs, attribute by attribute, `-` what the catalog has and `+` what the events say; then how many there are of which. */
export function renderRebuild(rebuilt: Rebuilt, colors: Colors): string {
  const differing = rebuilt.photos.filter(({ differences }) => differences.length > 0)
  const more = differing.length - MOST_PHOTOS
  return [
    ...differing.slice(0, MOST_PHOTOS).flatMap((photo) => photoLines(photo, colors)),
    ...(more > 0 ? [`... and ${counted(more, "photo")} more; --json has them all`] : []),
    summary(rebuilt),
  ].join("\n")
}

function photoLines({ imageId, state, differences }: RebuiltPhoto, colors: Colors): string[] {
  const title = state === "mended" ? colors.green("mended") : colors.yellow(state)
  return [`${imageId}  ${title}`, ...differences.flatMap((difference) => differenceLines(difference, colors))]
}

function differenceLines(difference: CatalogDifference, colors: Colors): string[] {
  const name = printable([difference.item, difference.attribute].filter(Boolean).join(" "))
  return [
    "has" in difference ? [colors.red(`  - ${name}: ${shown(difference.has)}`)] : [],
    "rebuilt" in difference ? [colors.green(`  + ${name}: ${shown(difference.rebuilt)}`)] : [],
  ].flat()
}

function shown(value: unknown): string {
  const text = printable(JSON.stringify(value))
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text
}

function summary(rebuilt: Rebuilt): string {
  const { same, different, mended, older, newer } = statesOf(rebuilt)
  const { length: malformed } = rebuilt.malformed
  return [
    `${counted(rebuilt.photos.length, "photo")}: ${same} as the events say, ${different} different, ${mended} mended`,
    older > 0 ? [`${older} left alone: they have events that are older than the archive`] : [],
    newer > 0 ? [`${newer} left alone: something has happened to them meanwhile; look at them again later`] : [],
    malformed > 0 ? [`${counted(malformed, "event")} left out: none of the contract`] : [],
  ]
    .flat()
    .join("\n")
}
