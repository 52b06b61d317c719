/** Of a line of text, so many characters are looked at by rules. */
export const MAX_LINE_LENGTH = 200

/** What a pattern may cost: two open repetitions, as in `invoice.*no.*\d`, are the most. Three took 1.2 s on one line, two 0.03 s. */
export const MAX_PATTERN_COST = 2 * MAX_LINE_LENGTH ** 2

/** What a repeated group may cost; sixteen of `(a?)` took 2 s on one line, twelve 0.07 s. */
const MAX_REPEATED_COST = 2 ** 12

/**
 * In how many ways a regular expression (flags iu) can be tried from one place of a line, at the worst: what a backtracking engine
 * may have to do before it gives up. Infinity where repetitions are nested, as in `(a+)+`. Throws SyntaxError on what is no
 * regular expression, or refers back (`\1`).
 */
export function patternCost(pattern: string): number {
  new RegExp(pattern, "iu")
  const end = { at: 0 }
  return alternatives(pattern, end)
}

interface Cursor {
  at: number
}

function alternatives(pattern: string, cursor: Cursor): number {
  let cost = sequence(pattern, cursor)
  while (pattern[cursor.at] === "|") {
    cursor.at++
    cost += sequence(pattern, cursor)
  }
  return cost
}

function sequence(pattern: string, cursor: Cursor): number {
  let cost = 1
  while (cursor.at < pattern.length && pattern[cursor.at] !== "|" && pattern[cursor.at] !== ")") {
    const once = atom(pattern, cursor)
    cost *= repeated(once, repetition(pattern, cursor))
  }
  return cost
}

function atom(pattern: string, cursor: Cursor): number {
  const rest = pattern.slice(cursor.at)
  const group = /^\((?:\?(?:<?[=!]|<[^>]+>|[a-z-]*:))?/u.exec(rest)
  if (group) {
    cursor.at += group[0].length
    const cost = alternatives(pattern, cursor)
    cursor.at++
    return cost
  }
  if (/^\\(?:[1-9]|k<)/u.test(rest)) throw new SyntaxError("references back to a group are not allowed")
  const single =
    /^(?:\\[pPu]\{[^}]*\}|\\u\{[0-9a-f]+\}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\c.|\\.|\[(?:\\.|[^\]\\])*\]|.)/isu.exec(rest)
  cursor.at += single?.[0].length ?? 1
  return 1
}

interface Repetition {
  readonly min: number
  readonly max: number
}

function repetition(pattern: string, cursor: Cursor): Repetition {
  const found = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/u.exec(pattern.slice(cursor.at))
  if (!found) return { min: 1, max: 1 }
  cursor.at += found[0].length
  const [sign, min, comma, max] = found
  if (min !== undefined) return { min: Number(min), max: max ? Number(max) : comma ? Infinity : Number(min) }
  return { min: sign.startsWith("+") ? 1 : 0, max: sign.startsWith("?") ? 1 : Infinity }
}

function repeated(once: number, { min, max }: Repetition): number {
  if (max === 0) return 1
  const [least, most] = [Math.min(min, MAX_LINE_LENGTH), Math.min(max, MAX_LINE_LENGTH)]
  const lengths = max === Infinity ? MAX_LINE_LENGTH : most - least + 1
  if (once === 1) return lengths
  return once ** max > MAX_REPEATED_COST ? Infinity : lengths * once ** max
}
