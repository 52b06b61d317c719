import { invalidPattern } from "./errors.ts"
import { isObject } from "./value.ts"
import { literals } from "./wildcard.ts"

/**
 * AWS publishes the measure, and not the limit. Of the patterns whose outcome is known, the most complex one that AWS takes has 7
 * (`/Users/*\/dir/dir/dir/dir/dir/doc.txt`) and the simplest one that it refuses has 11 (`*:*:*:*:*:event-bus/*`).
 */
const MOST = 10

/** More states than any pattern needs that a person writes. */
const MAX_STATES = 5_000

const STAR = Symbol("*")
type Token = string | typeof STAR

/**
 * Throws where the wildcards of one field are more complex than EventBridge allows.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching-complexity
 */
export function checkWildcards(elements: readonly unknown[]): void {
  const wildcards = elements.flatMap(wildcardsIn)
  if (complexity(wildcards) <= MOST) return
  throw invalidPattern(
    "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character",
  )
}

function wildcardsIn(element: unknown): string[] {
  if (!isObject(element)) return []
  const { wildcard, "anything-but": refused } = element
  if (refused !== undefined) return wildcardsIn(refused)
  return (Array.isArray(wildcard) ? wildcard : [wildcard]).filter((text) => typeof text === "string")
}

/**
 * How many beginnings of the patterns match one text at the same time, at the most: `aaa` matches seven of `*a*a*a*`. It is the measure
 * of EventBridge's own matcher. https://github.com/aws/event-ruler#matching-with-a-machine
 */
function complexity(wildcards: readonly string[]): number {
  const tokens = wildcards.flatMap((pattern) => ["", ...tokensOf(pattern)])
  const starts = tokens.flatMap((token, place) => (token === "" ? [place] : []))
  const characters = new Set(tokens.filter((token) => token !== STAR && token !== ""))
  const first = withStars(starts, tokens)
  const seen = new Map([[first.join(), first]])
  let most = 0
  for (const places of seen.values()) {
    const matching = places.filter((place) => tokens[place] !== "").length
    most = Math.max(most, matching)
    if (most > MOST || seen.size > MAX_STATES) return Infinity
    for (const character of characters) {
      const next = withStars(after(places, character, tokens), tokens)
      seen.set(next.join(), next)
    }
  }
  return most
}

/** A place is that of the last token of a beginning; an empty token is the beginning of a pattern. */
function tokensOf(pattern: string): Token[] {
  const parts = literals(pattern)
  if (parts.length === 1) return []
  return parts.flatMap((part, index): Token[] => {
    const characters: Token[] = part.split("")
    return index === 0 ? characters : [STAR, ...characters]
  })
}

function after(places: readonly number[], character: Token, tokens: readonly Token[]): number[] {
  return places.flatMap((place) => [
    ...(tokens[place] === STAR ? [place] : []),
    ...(tokens[place + 1] === character ? [place + 1] : []),
  ])
}

/** A star also stands for nothing. */
function withStars(places: readonly number[], tokens: readonly Token[]): number[] {
  const all = places.flatMap((place) => (tokens[place + 1] === STAR ? [place, place + 1] : [place]))
  return [...new Set(all)].toSorted((a, b) => a - b)
}
