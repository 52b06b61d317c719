import type { Label, LabelCondition, Range } from "@darkroom/events"
import { outcome, type Outcome } from "./outcome.ts"
import {
  confidenceAsked,
  countAsked,
  isOneOf,
  namesOf,
  oneOf,
  orMore,
  percent,
  plain,
  shareAsked,
  sharePercent,
  type Voice,
} from "./wording.ts"

/** Whether one of the labels has all that is asked of it. */
export function labelOutcome(condition: LabelCondition, labels: readonly Label[], voice: Voice): Outcome {
  const { minConfidence = 0 } = condition
  const candidates = labels.filter((label) => isMeant(label, condition)).toSorted(surestFirst)
  const sure = candidates.filter(({ confidence }) => confidence >= minConfidence)
  const [surest] = candidates
  if (surest === undefined) return outcome(false, `${nothing(condition)} was seen.`)
  if (sure.length === 0) return outcome(false, belowSentence(condition, surest, minConfidence))
  const judged = sure.map((label) => judge(label, condition, voice))
  return judged.find(({ value }) => value === true) ?? judged.find(({ boxed }) => boxed) ?? judged[0]!
}

function isMeant({ name, parents, categories }: Label, condition: LabelCondition): boolean {
  const { name: names, parent, category } = condition
  return (
    (names === undefined || isOneOf(names, name)) &&
    (parent === undefined || parents.some((candidate) => isOneOf(parent, candidate))) &&
    (category === undefined || categories.some((candidate) => isOneOf(category, candidate)))
  )
}

/** By confidence, then by name: the order in which labels came says nothing. */
function surestFirst(a: Label, b: Label): number {
  return b.confidence - a.confidence || (a.name < b.name ? -1 : 1)
}

function judge(label: Label, condition: LabelCondition, voice: Voice): Outcome & { boxed: boolean } {
  const { minConfidence = 0, count, area } = condition
  const { confidence, instances } = label
  const who = described(label, condition)
  const boxed = instances.length > 0
  if (count === undefined && area === undefined) {
    const seen = `${who} was seen at ${percent(confidence, minConfidence)}`
    return { ...outcome(true, `${seen}${confidenceAsked(minConfidence, voice)}.`), boxed }
  }
  if (!boxed) return { ...outcome(false, `${who} was seen, but without a box that says how many or how large.`), boxed }
  const sizes = instances
    .filter((instance) => instance.confidence >= minConfidence)
    .map(({ boundingBox }) => areaOf(boundingBox))
  const counted = count && countOutcome(who, sizes.length, count, minConfidence, voice)
  const sized = area && areaOutcome(who, sizes, area, minConfidence, voice)
  const parts = [counted, sized].filter((part) => part !== undefined)
  const failed = parts.filter(({ value }) => value === false)
  return {
    ...outcome(failed.length === 0, ...(failed.length > 0 ? failed : parts).flatMap(({ because }) => because)),
    boxed,
  }
}

function countOutcome(who: string, seen: number, range: Range, minConfidence: number, voice: Voice): Outcome {
  const times = seen === 1 ? "once" : `${seen} times`
  return outcome(isWithin(range, seen), `${who} was seen ${times}${orMore(minConfidence)}${countAsked(range, voice)}.`)
}

function areaOutcome(
  who: string,
  sizes: readonly number[],
  range: Range,
  minConfidence: number,
  voice: Voice,
): Outcome {
  if (sizes.length === 0) return outcome(false, `${who} has no box${orMore(minConfidence)}.`)
  const largest = Math.max(...sizes)
  const takes = `${who} takes ${sharePercent(largest, range.min, range.max)} of the picture`
  return outcome(isWithin(range, largest), `${takes}${shareAsked(range, voice)}.`)
}

/** The box's share of the picture; rounded, so that a product like 0.1 x 0.7 is what it looks like. */
export function areaOf({ width, height }: { width: number; height: number }): number {
  return Number((width * height).toFixed(9))
}

/** Both ends included. */
export function isWithin({ min = -Infinity, max = Infinity }: Range, value: number): boolean {
  return value >= min && value <= max
}

function described({ name, parents, categories }: Label, { name: names, parent, category }: LabelCondition): string {
  if (names !== undefined) return plain(name)
  const kind = parent && parents.find((candidate) => isOneOf(parent, candidate))
  if (kind) return `${plain(name)} (a kind of ${plain(kind)})`
  const from = category && categories.find((candidate) => isOneOf(category, candidate))
  return from ? `${plain(name)} (${plain(from)})` : plain(name)
}

function nothing({ name, parent, category }: LabelCondition): string {
  const what = [name && oneOf(name), parent && `kind of ${oneOf(parent)}`].filter(Boolean).join(", a ")
  return `${what ? `No ${what}` : "Nothing"}${category ? ` from ${oneOf(category)}` : ""}`
}

function belowSentence(condition: LabelCondition, { name, confidence }: Label, minConfidence: number): string {
  const { name: names } = condition
  const which = names !== undefined && namesOf(names).length === 1 ? "" : `, ${plain(name)},`
  const what = nothing(condition) + (names === undefined && condition.parent === undefined ? " was seen" : "")
  return `${what} at ${minConfidence} % or more; the surest${which} has ${percent(confidence, minConfidence)}.`
}
