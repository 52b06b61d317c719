/** Whether some text matches both patterns, in which `*` stands for any text and `?` for one character, as in IAM. */
export function overlap(one: string, other: string): boolean {
  if (!/[*?]/.test(one + other)) return one === other
  // At j: whether the rest of `one` from i, and the rest of `other` from j, match a common text.
  let after: boolean[] = []
  for (let i = one.length; i >= 0; i--) {
    const row: boolean[] = []
    for (let j = other.length; j >= 0; j--) row[j] = overlapAt(one[i], other[j], after[j], row[j + 1], after[j + 1])
    after = row
  }
  return after[0] === true
}

/** `skipOne`, `skipOther`, `skipBoth`: whether the rests overlap without the first character of one, of the other, of both. */
function overlapAt(a?: string, b?: string, skipOne = false, skipOther = false, skipBoth = false): boolean {
  if (a === "*") return skipOne || (b !== undefined && skipOther)
  if (b === "*") return skipOther || (a !== undefined && skipOne)
  if (a === undefined || b === undefined) return a === b
  return (a === b || a === "?" || b === "?") && skipBoth
}

/** Whether the pattern matches all that the other one matches: `*` and `?` in that are characters like others. */
export function covers(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+^${}()|[\]\\?]/g, "\\$&"))
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text)
}
