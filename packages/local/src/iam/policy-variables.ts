import { UnsupportedPolicy } from "../errors.ts"
import { isKnownKey, valuesOf } from "./condition-keys.ts"
import type { ConditionContext } from "./need.ts"
import { literally } from "./wildcard.ts"

type Build = (pattern: string) => (text: string) => boolean

/** Tests a text in the context of a call. */
export type ContextTest = (text: string, context: ConditionContext) => boolean

const VARIABLE = /\$\{([^}]*)\}/g
const CHARACTERS = ["*", "?", "$"]

/**
 * A test of the pattern in which `${aws:PrincipalAccount}` and the like stand for what the call has. A variable without a
 * value matches nothing. Throws UnsupportedPolicy for a variable of which the engine knows no value.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function withVariables(text: string, owner: string, build: Build): ContextTest {
  const names = [...text.matchAll(VARIABLE)].map(([, name = ""]) => name)
  const variables = names.filter((name) => !CHARACTERS.includes(name)).map(parseVariable)
  if (variables.some(({ key }) => !isKnownKey(key)))
    throw new UnsupportedPolicy(owner, `the policy variable in ${text}`)
  if (variables.length === 0) return build(text)
  return (actual, context) => {
    const filled = fill(text, context)
    return filled !== undefined && build(filled)(actual)
  }
}

function fill(text: string, context: ConditionContext): string | undefined {
  let complete = true
  const filled = text.replace(VARIABLE, (found, name: string) => {
    if (CHARACTERS.includes(name)) return found
    const { key, fallback } = parseVariable(name)
    const values = valuesOf(context, key)
    // A key with several values has no single text to stand for.
    const value = values.length === 1 ? values[0] : fallback
    complete &&= value !== undefined
    return literally(value ?? "")
  })
  return complete ? filled : undefined
}

/** `key`, or `key, 'what to take where there is no value'`. */
function parseVariable(name: string): { key: string; fallback: string | undefined } {
  const [, key = name, fallback] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)')?\s*$/.exec(name) ?? []
  return { key, fallback }
}
