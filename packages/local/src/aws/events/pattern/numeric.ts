import { invalidPattern } from "./errors.ts"
import type { ValueTest } from "./value.ts"

const TESTS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "=": (value, bound) => value === bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
}

/** `["=", n]`, one bound, or a lower bound and then an upper one. */
export function numeric(expression: unknown): ValueTest {
  if (!Array.isArray(expression)) throw invalidPattern("Value of numeric must be an array.")
  const [operator, bound, upperOperator, upperBound] = expression as unknown[]
  const test = comparison(operator, bound)
  if (expression.length === 2) return (value) => typeof value === "number" && test(value)
  if (!isLower(operator)) throw invalidPattern("Too many elements in numeric expression")
  if (upperOperator !== "<" && upperOperator !== "<=")
    throw invalidPattern(`Bad numeric range operator: ${JSON.stringify(upperOperator)}`)
  const upperTest = comparison(upperOperator, upperBound)
  if (expression.length > 4) throw invalidPattern("Too many terms in numeric range expression")
  if ((bound as number) >= (upperBound as number)) throw invalidPattern("Bottom must be less than top")
  return (value) => typeof value === "number" && test(value) && upperTest(value)
}

function comparison(operator: unknown, bound: unknown): (value: number) => boolean {
  const test = typeof operator === "string" ? TESTS[operator] : undefined
  if (!test) throw invalidPattern(`Unrecognized numeric range operator: ${JSON.stringify(operator)}`)
  if (typeof bound !== "number") throw invalidPattern(`Value of ${JSON.stringify(operator)} must be numeric`)
  return (value) => test(value, bound)
}

function isLower(operator: unknown): boolean {
  return operator === ">" || operator === ">="
}
