import { explainPattern } from "@darkroom/local/event-pattern"
import { all, type Resources } from "./resources.ts"

interface RuleState {
  readonly name: string
  readonly eventBusName?: string
  readonly eventPattern?: string
}

interface TargetState {
  readonly rule: string
  readonly eventBusName?: string
}

const rulesOf = (resources: Resources) => all<RuleState>(resources, "cloudwatch/eventRule")
const busOf = ({ eventBusName = "default" }: { readonly eventBusName?: string }) => eventBusName

/** A pattern has at most 2,048 characters. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export function patternSizes(resources: Resources): string[] {
  return rulesOf(resources).flatMap(({ name, state: { eventPattern = "" } }) =>
    eventPattern.length > 2_048 ? [`${name}: a pattern of ${eventPattern.length} characters exceeds 2,048`] : [],
  )
}

/**
 * EventBridge takes each pattern, its wildcards included.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function validPatterns(resources: Resources): string[] {
  return rulesOf(resources).flatMap(({ name, state: { eventPattern } }) => {
    try {
      if (eventPattern !== undefined) explainPattern(eventPattern, {})
      return []
    } catch (error) {
      return [`${name}: ${(error as Error).message}`]
    }
  })
}

/** At most 30 rules of a bus have wildcards, and 300 rules in all. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export function ruleCounts(resources: Resources): string[] {
  const rules = rulesOf(resources)
  return [...new Set(rules.map(({ state }) => busOf(state)))].flatMap((bus) => {
    const own = rules.filter(({ state }) => busOf(state) === bus)
    const wild = own.filter(({ state }) => state.eventPattern?.includes('"wildcard"')).length
    return [
      ...(own.length > 300 ? [`${bus}: has ${own.length} rules, and 300 is the quota`] : []),
      ...(wild > 30 ? [`${bus}: has ${wild} rules with wildcards, and 30 is the quota`] : []),
    ]
  })
}

/** A rule has at most five targets. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export function targetCounts(resources: Resources): string[] {
  const targets = all<TargetState>(resources, "cloudwatch/eventTarget")
  return rulesOf(resources).flatMap(({ name, state }) => {
    const count = targets.filter((each) => each.state.rule === state.name && busOf(each.state) === busOf(state)).length
    return count > 5 ? [`${name}: has ${count} targets, and 5 is the quota`] : []
  })
}
