import type { Statement } from "../graph.ts"
import { UnsupportedPolicy } from "../errors.ts"
import { isKnownKey, valuesOf } from "./condition-keys.ts"
import { NEGATED, OPERATORS } from "./condition-operators.ts"
import type { ConditionContext } from "./need.ts"
import { type ContextTest, withVariables } from "./policy-variables.ts"

export type Condition = NonNullable<Statement["conditions"]>[number]

type Holds = (context: ConditionContext) => boolean

/**
 * Whether the condition holds in a context. Throws UnsupportedPolicy, naming the policy's owner.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function compileCondition(condition: Condition, owner: string): Holds {
  const { test, variable } = condition
  if (!isKnownKey(variable)) throw new UnsupportedPolicy(owner, `a condition on ${variable}`)
  if (test === "Null") return compileNull(condition, owner)
  const [, set, name = "", ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(test) ?? []
  const matches = compileTests(condition, NEGATED[name] ?? name, owner)
  const negated = Object.hasOwn(NEGATED, name)
  const meets = (value: string, context: ConditionContext) => matches(value, context) !== negated
  return (context) => {
    const actual = valuesOf(context, variable)
    // Of no values, all meet anything and none meets anything: IfExists says nothing here.
    if (set === "ForAllValues") return actual.every((value) => meets(value, context))
    if (set === "ForAnyValue") return actual.some((value) => meets(value, context))
    // A key that is not there meets no condition but a negated one.
    if (actual.length === 0) return negated || ifExists !== undefined
    return negated ? actual.every((value) => meets(value, context)) : actual.some((value) => meets(value, context))
  }
}

function compileTests({ test, values }: Condition, name: string, owner: string): ContextTest {
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined
  if (operator === undefined) throw new UnsupportedPolicy(owner, `the condition operator ${test}`)
  const tests = values.map((value) => {
    if (!value.includes("${") && operator(value) === undefined)
      throw new UnsupportedPolicy(owner, `the value ${value} for ${test}`)
    return withVariables(value, owner, (pattern) => operator(pattern) ?? (() => false))
  })
  return (actual, context) => tests.some((matches) => matches(actual, context))
}

/** `true` asks for a key that is not there, `false` for one that is. */
function compileNull({ test, variable, values }: Condition, owner: string): Holds {
  const unknown = values.find((value) => !/^(true|false)$/i.test(value))
  if (unknown !== undefined) throw new UnsupportedPolicy(owner, `the value ${unknown} for ${test}`)
  const wanted = values.map((value) => value.toLowerCase() === "true")
  return (context) => wanted.includes(valuesOf(context, variable).length === 0)
}
