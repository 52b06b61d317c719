import type { RuleConfig } from "./config.ts"
import { explainPattern, type Mismatch } from "./pattern/explain.ts"

/** Whether a rule takes an event, and why not: it does where it is enabled and nothing mismatches. */
export interface RuleVerdict {
  readonly enabled: boolean
  /** What keeps the event from matching; given for a disabled rule too. */
  readonly mismatch?: Mismatch
}

export function explainRule({ pattern, schedule, enabled }: RuleConfig, event: object): RuleVerdict {
  const mismatch = pattern === undefined ? noPattern(schedule) : explainPattern(pattern, event)
  return { enabled, ...(mismatch && { mismatch }) }
}

function noPattern(schedule = ""): Mismatch {
  const reason = `the rule has no pattern; it runs on the schedule ${schedule}`
  return { path: "", expected: undefined, found: undefined, reason }
}
