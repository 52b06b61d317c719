/** Told apart by most eyes, and seen on bright and dark photos alike over a dark edge. */
const COLOURS = ["#ffb347", "#5ec8ff", "#8be28b", "#ff8fb8", "#ffe45c", "#c3a6ff", "#4fe0d0", "#ff8a70"] as const

/** A colour for each name: the same for a name in every photo, unless two names of one photo would share it. */
export function boxColours(names: readonly string[]): ReadonlyMap<string, string> {
  const colours = new Map<string, string>()
  for (const name of names) {
    if (colours.has(name)) continue
    const wished = hashOf(name) % COLOURS.length
    const free = COLOURS.map((_, index) => (wished + index) % COLOURS.length).find(
      (index) => ![...colours.values()].includes(COLOURS[index] ?? ""),
    )
    colours.set(name, COLOURS[free ?? wished] ?? COLOURS[0])
  }
  return colours
}

function hashOf(text: string): number {
  let hash = 7
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003
  return hash
}
