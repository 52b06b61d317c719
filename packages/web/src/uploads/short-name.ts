const LONGEST_NAME = 30
const ENDING = 10

/** A name that fits a row: its middle goes first, as what follows it tells files of a camera apart. */
export function shortName(name: string, longest = LONGEST_NAME): string {
  // Whole characters as people see them, not halves of an emoji.
  const characters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment)
  if (characters.length <= longest) return name
  return `${characters.slice(0, longest - ENDING - 1).join("")}…${characters.slice(-ENDING).join("")}`
}
