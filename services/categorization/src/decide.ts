import type { Decision, RuleSet } from "@darkroom/events"
import { evaluate } from "./evaluate.ts"
import type { Facts } from "./facts.ts"
import type { Outcome } from "./outcome.ts"
import { reasonOf } from "./wording.ts"

export type Verdict = Pick<Decision, "rule" | "category" | "reason">

/** The first rule whose condition holds decides. A rule that cannot be decided leaves the photo to a person. */
export function decide(facts: Facts, { rules, otherwise }: RuleSet): Verdict {
  const passed: { readonly category: string; readonly because: Outcome["because"] }[] = []
  for (const { name, when, category } of rules) {
    const { value, because } = evaluate(when, facts, { negated: false, succeeds: category === "success" })
    if (value === true) return { rule: name, category, reason: reasonOf(because) }
    if (value === "unknown") {
      const reason = `${because.join("; ")}, so the rule "${name}" could not be decided.`
      return { rule: null, category: "review", reason: reasonOf([reason]) }
    }
    passed.push({ category, because })
  }
  // What would have made a difference: the rules for success, or, where that is what remains, those against it.
  const telling = passed.filter(({ category }) => (otherwise === "success") !== (category === "success"))
  const because = (telling.length > 0 ? telling : passed).flatMap((rule) => rule.because)
  return { rule: null, category: otherwise, reason: reasonOf(because) || "No rule looks at the photo." }
}
