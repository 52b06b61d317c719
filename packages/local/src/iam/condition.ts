import type { Statement } from "../graph.ts"
import { UnsupportedPolicy } from "../errors.ts"
import type { ConditionContext } from "./need.ts"
import { arnWildcard, wildcard } from "./wildcard.ts"

export type Condition = NonNullable<Statement["conditions"]>[number]

type Compare = (wanted: string) => (actual: string) => boolean

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, Compare>> = {
  StringEquals: (wanted) => (actual) => actual === wanted,
  StringEqualsIgnoreCase: (wanted) => (actual) => actual.toLowerCase() === wanted.toLowerCase(),
  StringLike: (wanted) => wildcard(wanted),
  ArnLike: arnWildcard,
  ArnEquals: arnWildcard,
  Bool: (wanted) => (actual) => actual.toLowerCase() === wanted.toLowerCase(),
}

const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  ArnNotLike: "ArnLike",
  ArnNotEquals: "ArnEquals",
}

/** Keys that the engine gives with a call. A condition on another would never hold, and nobody would know why. */
const KEYS = [
  "aws:securetransport",
  "aws:sourceaccount",
  "aws:sourcearn",
  "events:detail-type",
  "events:source",
  "s3:delimiter",
  "s3:prefix",
]

/** Whether the condition holds in a context. Throws UnsupportedPolicy, naming the policy's owner. */
export function compileCondition(
  { test, variable, values }: Condition,
  owner: string,
): (context: ConditionContext) => boolean {
  const [, set, name = ""] = /^(?:(ForAnyValue|ForAllValues):)?(\w+)$/.exec(test) ?? []
  const positive = NEGATED[name] ?? name
  const compare = Object.hasOwn(OPERATORS, positive) ? OPERATORS[positive] : undefined
  if (compare === undefined) throw new UnsupportedPolicy(owner, `the condition operator ${test}`)
  const key = variable.toLowerCase()
  if (!KEYS.includes(key)) throw new UnsupportedPolicy(owner, `a condition on ${variable}`)
  const tests = values.map(compare)
  // A key that is not there meets no condition but a negated one, and any that is about all of its values.
  const absent = set === "ForAllValues" || (set === undefined && positive !== name)
  return (context) => {
    const actual = valueOf(context, key)
    if (actual === undefined) return absent
    return tests.some((matches) => matches(actual)) === (positive === name)
  }
}

/** Names of keys are the same in any case. */
function valueOf(context: ConditionContext, key: string): string | undefined {
  return Object.entries(context).find(([name]) => name.toLowerCase() === key)?.[1]
}
