import { all, type Resources } from "./resources.ts"

interface SubscriptionState {
  readonly filterPolicy?: string
}

/**
 * A filter policy has at most five keys, 150 combinations of values and 256 KB.
 * https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
export function filterPolicies(resources: Resources): string[] {
  return all<SubscriptionState>(resources, "sns/topicSubscription").flatMap(({ name, state: { filterPolicy } }) => {
    if (filterPolicy === undefined) return []
    const policy = JSON.parse(filterPolicy) as Record<string, unknown>
    const keys = Object.keys(policy).length
    const product = combinations(policy)
    return [
      ...(keys > 5 ? [`${name}: its filter policy has ${keys} keys, and 5 is the most`] : []),
      ...(product > 150 ? [`${name}: its filter policy has ${product} combinations, and 150 is the most`] : []),
      ...(Buffer.byteLength(filterPolicy) > 262_144 ? [`${name}: its filter policy is larger than 256 KB`] : []),
    ]
  })
}

/** In a policy for message bodies a nested key counts times its level. */
function combinations(policy: object, level = 1): number {
  return Object.values(policy).reduce((product: number, value: unknown) => {
    if (Array.isArray(value)) return product * value.length * level
    return typeof value === "object" && value !== null ? product * combinations(value, level + 1) : product
  }, 1)
}
