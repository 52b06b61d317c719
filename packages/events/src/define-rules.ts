import { InvalidRuleSet } from "./errors.ts"
import { MAX_PATTERN_COST, patternCost } from "./pattern-cost.ts"
import type { Circle, Condition, GeoBox, OneOf, Range, RuleSet } from "./rules.ts"

/** The rule set, checked as far as types cannot. Throws InvalidRuleSet, which names the rule and what is wrong with it. */
export function defineRules(ruleSet: RuleSet): RuleSet {
  const names = ruleSet.rules.map(({ name }) => name)
  const problems = [
    ...names.filter((name, index) => names.indexOf(name) < index).map((name) => `two rules are named "${name}"`),
    ...names.filter((name) => name === "").map(() => "a rule has no name"),
    ...ruleSet.rules.flatMap(({ name, when }) => problemsIn(when).map((problem) => `rule "${name}": ${problem}`)),
    ...problemsOfFiling(ruleSet),
  ]
  if (problems.length > 0) throw new InvalidRuleSet(ruleSet.name, problems)
  return ruleSet
}

function problemsOfFiling({ filing }: RuleSet): string[] {
  if (filing.kind !== "move") return []
  const { prefix, archiveAfterDays: days } = filing
  return [
    ...(prefix.length > 1 && prefix.endsWith("/") ? [] : [`the prefix "${prefix}" does not end in /`]),
    ...(days === null || (Number.isInteger(days) && days >= 0) ? [] : [`${days} is no number of days`]),
  ]
}

function problemsIn(condition: Condition): string[] {
  if ("all" in condition) return problemsInSeveral("all", condition.all)
  if ("any" in condition) return problemsInSeveral("any", condition.any)
  if ("none" in condition) return problemsInSeveral("none", condition.none)
  if ("label" in condition) {
    const { name, parent, category, minConfidence, count, area } = condition.label
    return [
      ...problemsOfNames(name, parent, category),
      ...percent(minConfidence),
      ...whole("count", count),
      ...share("area", area),
    ]
  }
  if ("faces" in condition) {
    const { minConfidence, count, area } = condition.faces
    return [...percent(minConfidence), ...whole("count", count), ...share("area", area)]
  }
  if ("text" in condition) {
    const { pattern, minConfidence, lines } = condition.text
    return [...problemsOfPattern(pattern), ...percent(minConfidence), ...whole("lines", lines)]
  }
  if ("moderation" in condition) {
    const { name, parent, minConfidence } = condition.moderation
    return [...problemsOfNames(name, parent), ...percent(minConfidence)]
  }
  if ("celebrity" in condition)
    return [...problemsOfNames(condition.celebrity.name), ...percent(condition.celebrity.minConfidence)]
  if ("camera" in condition) return problemsOfNames(condition.camera.make, condition.camera.model)
  if ("place" in condition)
    return "circle" in condition.place ? problemsOfCircle(condition.place.circle) : problemsOfBox(condition.place.box)
  return problemsOfDays(condition.taken)
}

function problemsInSeveral(kind: string, conditions: readonly Condition[]): string[] {
  return conditions.length === 0 ? [`"${kind}" of nothing`] : conditions.flatMap(problemsIn)
}

function problemsOfNames(...names: (OneOf | undefined)[]): string[] {
  const bad = names.some((name) => name?.length === 0 || (Array.isArray(name) && name.includes("")))
  return bad ? ["an empty name"] : []
}

function problemsOfPattern(pattern = ""): string[] {
  try {
    if (patternCost(pattern) <= MAX_PATTERN_COST) return []
    return [`the pattern /${pattern}/ could take too long: it has nested or too many repetitions`]
  } catch (error) {
    return [`the pattern /${pattern}/ cannot be used: ${error instanceof Error ? error.message : String(error)}`]
  }
}

function percent(minConfidence = 0): string[] {
  return minConfidence >= 0 && minConfidence <= 100 ? [] : [`${minConfidence} is no confidence in per cent`]
}

function whole(what: string, range: Range = {}): string[] {
  return between(what, range, (value) => Number.isInteger(value) && value >= 0)
}

function share(what: string, range: Range = {}): string[] {
  return between(what, range, (value) => value >= 0 && value <= 1)
}

function between(what: string, { min, max }: Range, valid: (value: number) => boolean): string[] {
  const ends = [min, max].filter((end) => end !== undefined)
  if (!ends.every(valid)) return [`${what} has an end that it cannot have: ${ends.join(" to ")}`]
  return min !== undefined && max !== undefined && min > max ? [`${what} ends before it begins: ${min} to ${max}`] : []
}

function problemsOfCircle({ latitude, longitude, radiusKm }: Circle): string[] {
  const valid = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && radiusKm >= 0
  return valid ? [] : [`there is no circle of ${radiusKm} km around ${latitude}, ${longitude}`]
}

function problemsOfBox({ south, west, north, east }: GeoBox): string[] {
  const valid = south >= -90 && south <= north && north <= 90 && Math.abs(west) <= 180 && Math.abs(east) <= 180
  return valid ? [] : [`there is no box from ${south}, ${west} to ${north}, ${east}`]
}

function problemsOfDays({ from, to }: { readonly from?: string; readonly to?: string }): string[] {
  const bad = [from, to].filter((day) => day !== undefined).filter((day) => !isDay(day))
  if (bad.length > 0) return bad.map((day) => `"${day}" is no day (YYYY-MM-DD)`)
  return from !== undefined && to !== undefined && from > to ? [`the days end before they begin: ${from} to ${to}`] : []
}

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) && day.length === 10
}
