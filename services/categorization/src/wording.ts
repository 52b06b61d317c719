import type { OneOf, Range } from "@darkroom/events"

const MAX_NAME = 60
const MAX_REASON = 300
const NAMES_SHOWN = 3

/** How to speak of a condition: as what a photo must have to succeed, or as what a rule looks for; `negated` within `none`. */
export interface Voice {
  readonly negated: boolean
  readonly succeeds: boolean
}

/** Sentences for people, at most 300 characters; what does not fit is left out. */
export function reasonOf(sentences: readonly string[]): string {
  const [first = "", ...rest] = new Set(sentences)
  if (first.length > MAX_REASON) return cut(first, MAX_REASON)
  let reason = first
  for (const sentence of rest) {
    if (reason.length + sentence.length + 3 > MAX_REASON) return `${reason} …`
    reason += ` ${sentence}`
  }
  return reason
}

/** A name that came with the photo, fit for a sentence: no control characters, not too long. */
export function plain(name: string): string {
  return cut(name.replace(/[\p{C}\p{Z}]+/gu, " ").trim(), MAX_NAME)
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/u, "")}…`
}

/** "A", "A or B", "A, B, C or 2 more". */
export function oneOf(names: OneOf): string {
  const all = namesOf(names)
  const shown = all.length > NAMES_SHOWN + 1 ? [...all.slice(0, NAMES_SHOWN), `${all.length - NAMES_SHOWN} more`] : all
  return shown.length < 2 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`
}

export function namesOf(names: OneOf): readonly string[] {
  return typeof names === "string" ? [names] : names
}

/** Whether the names have it, without regard to case; the same in every locale. */
export function isOneOf(names: OneOf, name: string): boolean {
  return namesOf(names).some((candidate) => folded(candidate) === folded(name))
}

function folded(name: string): string {
  return name.normalize("NFC").trim().toLowerCase()
}

/** A number with one decimal, or as many as it takes to tell it from the bounds that it is compared with. */
export function shown(value: number, ...bounds: (number | undefined)[]): string {
  for (let decimals = 1; decimals < 12; decimals++) {
    const rounded = Number(value.toFixed(decimals))
    const told = bounds.every(
      (bound = NaN) => Math.sign(rounded - bound) === Math.sign(value - bound) || bound !== bound,
    )
    if (told) return String(rounded)
  }
  return String(value)
}

export const percent = (value: number, ...bounds: (number | undefined)[]): string => `${shown(value, ...bounds)} %`

/** " at 80 % or more", or nothing where every confidence will do. */
export function orMore(minConfidence: number): string {
  return minConfidence > 0 ? ` at ${minConfidence} % or more` : ""
}

/** "; 80 % are asked for", or nothing where every confidence will do. */
export function confidenceAsked(minConfidence: number, voice: Voice): string {
  if (minConfidence === 0) return ""
  return asked(voice.negated ? { max: minConfidence } : { min: minConfidence }, voice, {
    atLeast: `${minConfidence} %`,
    atMost: `less than ${minConfidence} %`,
    plural: !voice.negated,
  })
}

/** "; at least 2 are asked for", "; none is allowed". */
export function countAsked(range: Range, voice: Voice): string {
  const { min, max } = range
  if (asksNothing(range)) return ""
  if (!voice.negated) return asked(range, voice, countPhrases(range))
  if (min !== undefined && max !== undefined)
    return asked({}, voice, { either: `fewer than ${min} or more than ${max}` })
  const opposite: Range = min === undefined ? { min: (max ?? -1) + 1 } : { max: min - 1 }
  return asked(opposite, voice, countPhrases(opposite))
}

function asksNothing({ min = 0, max }: Range): boolean {
  return min === 0 && max === undefined
}

function countPhrases({ min, max }: Range): Phrases {
  return {
    atLeast: `at least ${min}`,
    atMost: max !== undefined && max <= 0 ? "none" : `at most ${max}`,
    either: min === max ? `exactly ${min}` : `${min} to ${max}`,
    plural: (max ?? min ?? 0) > 1,
  }
}

/** "; at least 10 % are asked for". Of a range in 0 to 1. */
export function shareAsked(range: Range, voice: Voice): string {
  const { min, max } = range
  if (asksNothing(range)) return ""
  const [low, high] = [min, max].map((end = NaN) => sharePercent(end, end))
  if (!voice.negated)
    return asked(range, voice, {
      atLeast: `at least ${low}`,
      atMost: `at most ${high}`,
      either: `${low} to ${high}`,
      plural: true,
    })
  if (min !== undefined && max !== undefined)
    return asked({}, voice, { either: `less than ${low} or more than ${high}` })
  const opposite: Range = min === undefined ? { min: max ?? 0 } : { max: min }
  return asked(opposite, voice, { atLeast: `more than ${high}`, atMost: `less than ${low}` })
}

/** A share of 0 to 1 in per cent; rounded as by `shown`. */
export function sharePercent(share: number, ...bounds: (number | undefined)[]): string {
  // 0.07 * 100 is 7.000000000000001.
  const [value = 0, ...ends] = [share, ...bounds].map((number = NaN) => Number((number * 100).toFixed(6)))
  return percent(value, ...ends)
}

interface Phrases {
  readonly atLeast?: string
  readonly atMost?: string
  readonly either?: string
  readonly plural?: boolean
}

function asked({ min, max }: Range, { succeeds }: Voice, phrases: Phrases): string {
  const { atLeast = "", atMost = "", either = "", plural = false } = phrases
  const upTo = min === undefined && max !== undefined
  const phrase = upTo ? atMost : max === undefined && min !== undefined ? atLeast : either
  if (!succeeds) return `; the rule asks for ${phrase}`
  return `; ${phrase} ${plural ? "are" : "is"} ${upTo ? "allowed" : "asked for"}`
}
