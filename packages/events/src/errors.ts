import type { z } from "zod"

/** Thrown when something that claims to be an event does not have the event's shape. Names the fields, never their values. */
export class MalformedEvent extends Error {
  override readonly name = "MalformedEvent"
  constructor(what: string, problems: readonly string[], options?: ErrorOptions) {
    super(`${what} is malformed: ${problems.join("; ")}`, options)
  }
}

/** Thrown when an intake profile is asked for by a name that no profile has. */
export class UnknownProfile extends Error {
  override readonly name = "UnknownProfile"
  constructor(profile: string, known: readonly string[]) {
    super(`There is no intake profile "${profile}"; the profiles are ${known.join(", ")}`)
  }
}

/** Thrown when a rule set cannot be used: a regular expression that is none, a range whose ends are swapped ... Names the rule. */
export class InvalidRuleSet extends Error {
  override readonly name = "InvalidRuleSet"
  constructor(ruleSet: string, problems: readonly string[], options?: ErrorOptions) {
    super(`The rule set "${ruleSet}" cannot be used: ${problems.join("; ")}`, options)
  }
}

/** One line a problem: where, and what is wrong there. */
export function problemsOf(error: z.ZodError): string[] {
  return error.issues.map((issue) => `${issue.path.join(".") || "(root)"}: ${issue.message}`)
}
