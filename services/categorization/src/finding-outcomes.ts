import {
  type Celebrity,
  type DetectedText,
  type Face,
  MAX_LINE_LENGTH,
  type ModerationLabel,
  type Range,
} from "@darkroom/events"
import type { ConditionOf } from "./condition-of.ts"
import { areaOf, isWithin } from "./label-outcome.ts"
import { outcome, type Outcome } from "./outcome.ts"
import {
  confidenceAsked,
  countAsked,
  isOneOf,
  oneOf,
  orMore,
  sharePercent,
  percent,
  plain,
  type Voice,
} from "./wording.ts"

const ONE_AT_LEAST = { min: 1 }

/** How many faces there are of that confidence and size. */
export function facesOutcome(condition: ConditionOf<"faces">, faces: readonly Face[], voice: Voice): Outcome {
  const { count = ONE_AT_LEAST, minConfidence = 0, area } = condition
  const counted = faces.filter(
    ({ confidence, boundingBox }) =>
      confidence >= minConfidence && (area === undefined || isWithin(area, areaOf(boundingBox))),
  ).length
  const size = area ? ` that ${counted > 1 ? "take" : "takes"} ${sizePhrase(area)} of the picture` : ""
  const seen = `${amount(counted, "face")}${size} ${counted > 1 ? "were" : "was"} seen${orMore(minConfidence)}`
  return outcome(isWithin(count, counted), `${seen}${countAsked(count, voice)}.`)
}

function sizePhrase({ min = 0, max }: Range): string {
  const [low, high] = [min, max ?? 1].map((end) => sharePercent(end, end))
  if (max === undefined) return `at least ${low}`
  return min === 0 ? `at most ${high}` : `${low} to ${high}`
}

/** How many lines there are of that confidence that the pattern finds something in. */
export function textOutcome(condition: ConditionOf<"text">, text: readonly DetectedText[], voice: Voice): Outcome {
  const { pattern, minConfidence = 0, lines = ONE_AT_LEAST } = condition
  const expression = pattern === undefined ? undefined : new RegExp(pattern, "iu")
  const counted = text.filter(
    (line) =>
      line.type === "line" &&
      line.confidence >= minConfidence &&
      (expression?.test(line.text.slice(0, MAX_LINE_LENGTH)) ?? true),
  ).length
  const read = `${amount(counted, "line")}${patternPhrase(pattern)} ${counted > 1 ? "were" : "was"} read`
  return outcome(isWithin(lines, counted), `${read}${orMore(minConfidence)}${countAsked(lines, voice)}.`)
}

/** Never what was read: reasons go into mails. Words that a pattern lists are said, other patterns are not for people. */
function patternPhrase(pattern: string | undefined): string {
  if (pattern === undefined) return ""
  const words = /^[\p{L}\p{N} |]+$/u.test(pattern) ? pattern.split("|").filter(Boolean) : []
  return words.length > 0 ? ` with ${oneOf(words.map((word) => `"${word}"`))}` : " that fits the rule's pattern"
}

function amount(count: number, what: string): string {
  return count === 0 ? `No ${what}` : `${count} ${what}${count === 1 ? "" : "s"}`
}

export function moderationOutcome(
  condition: ConditionOf<"moderation">,
  labels: readonly ModerationLabel[],
  voice: Voice,
): Outcome {
  const { name, parent, minConfidence = 0 } = condition
  const meant = labels.filter(
    (label) =>
      (name === undefined || isOneOf(name, label.name)) &&
      (parent === undefined || (label.parent !== null && isOneOf(parent, label.parent))),
  )
  const wanted = [name && oneOf(name), parent && `kind of ${oneOf(parent)}`].filter(Boolean).join(", a ")
  const nothing = wanted === "" || labels.length === 0 ? "Nothing to moderate" : `No ${wanted}`
  return surestOutcome(meant, minConfidence, { nothing, verb: "found", voice })
}

export function celebrityOutcome(
  condition: ConditionOf<"celebrity">,
  celebrities: readonly Celebrity[],
  voice: Voice,
): Outcome {
  const { name, minConfidence = 0 } = condition
  const meant = celebrities.filter((celebrity) => name === undefined || isOneOf(name, celebrity.name))
  const nothing = name === undefined ? "No well-known person" : `Nobody named ${oneOf(name)}`
  return surestOutcome(meant, minConfidence, { nothing, verb: "recognised", voice })
}

interface Words {
  readonly nothing: string
  readonly verb: string
  readonly voice: Voice
}

function surestOutcome(
  found: readonly { name: string; confidence: number }[],
  minConfidence: number,
  { nothing, verb, voice }: Words,
): Outcome {
  const [surest] = found.toSorted((a, b) => b.confidence - a.confidence || (a.name < b.name ? -1 : 1))
  if (surest === undefined) return outcome(false, `${nothing} was ${verb}.`)
  const { name, confidence } = surest
  const at = percent(confidence, minConfidence)
  if (confidence >= minConfidence)
    return outcome(true, `${plain(name)} was ${verb} at ${at}${confidenceAsked(minConfidence, voice)}.`)
  return outcome(false, `${nothing} was ${verb} at ${minConfidence} % or more; the surest, ${plain(name)}, has ${at}.`)
}
