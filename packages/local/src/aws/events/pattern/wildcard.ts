import { invalidPattern } from "./errors.ts"

/** `*` is any run of characters, `\*` and `\\` are themselves. In time linear to the text, which no regular expression with several stars is. */
export function wildcard(pattern: string): (text: string) => boolean {
  const parts = literals(pattern)
  const first = parts[0] ?? ""
  if (parts.length === 1) return (text) => text === first
  const last = parts.at(-1) ?? ""
  const middle = parts.slice(1, -1)
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
    return containsInOrder(text.slice(first.length, text.length - last.length), middle)
  }
}

function containsInOrder(text: string, parts: readonly string[]): boolean {
  let from = 0
  for (const part of parts) {
    const at = text.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return true
}

/** The text between the stars. */
export function literals(pattern: string): string[] {
  const parts = [""]
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at)
    if (character === "*") {
      if (pattern.charAt(at + 1) === "*") throw invalidPattern(`Consecutive wildcard characters at pos ${at}`)
      parts.push("")
    } else if (character === "\\") {
      parts.push(`${parts.pop()}${escaped(pattern, ++at)}`)
    } else {
      parts.push(`${parts.pop()}${character}`)
    }
  }
  return parts
}

function escaped(pattern: string, at: number): string {
  const character = pattern.charAt(at)
  if (character !== "*" && character !== "\\") throw invalidPattern(`Invalid escape character at pos ${at - 1}`)
  return character
}
