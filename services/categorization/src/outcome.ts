/** Three values, after Kleene: unknown may turn out either way. */
export type Truth = boolean | "unknown"

export interface Outcome {
  readonly value: Truth
  /** What decided, in sentences; of an unknown, what is missing, without a full stop. */
  readonly because: readonly string[]
}

export const outcome = (value: Truth, ...because: string[]): Outcome => ({ value, because })

/** True where all are, false where one is. What is false decides alone, before what is unknown. */
export function all(outcomes: readonly Outcome[]): Outcome {
  const decisive = outcomes.find(({ value }) => value === false)
  return decisive ?? together(true, outcomes)
}

/** True where one is, false where all are not. What is true decides alone, before what is unknown. */
export function any(outcomes: readonly Outcome[]): Outcome {
  const decisive = outcomes.find(({ value }) => value === true)
  return decisive ?? together(false, outcomes)
}

export function not({ value, because }: Outcome): Outcome {
  return { value: value === "unknown" ? value : !value, because }
}

function together(value: boolean, outcomes: readonly Outcome[]): Outcome {
  const unknown = outcomes.filter((one) => one.value === "unknown")
  const deciding = unknown.length > 0 ? unknown : outcomes
  const because = [...new Set(deciding.flatMap((one) => one.because))]
  return { value: unknown.length > 0 ? "unknown" : value, because }
}
