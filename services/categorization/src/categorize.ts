import {
  type Category,
  type Disposition,
  type Image,
  ImageCategorized,
  type ImageTagged,
  movedKey,
  profileNamed,
  type RuleSet,
} from "@darkroom/events"
import { decide, type Verdict } from "./decide.ts"
import { reasonOf } from "./wording.ts"

/** Decides on a photo by its profile's rules. A function of the event alone; nothing to do where the profile has no rules. */
export function categorize(event: ImageTagged): ImageCategorized | undefined {
  const { image, skipped } = event.data
  const { rules } = profileNamed(image.profile)
  if (rules === null) return undefined
  const verdict = skipped === null ? decide(event.data, rules) : notLookedAt(skipped)
  const disposition = dispositionOf(image, verdict.category, rules)
  const decision = { rules: rules.name, ...verdict, disposition }
  return ImageCategorized.create({ image, decision, taggedAt: event.metadata.time }, { cause: event })
}

function notLookedAt(skipped: string): Verdict {
  return { rule: null, category: "review", reason: reasonOf([skipped]) || "The photo was not looked at." }
}

function dispositionOf(image: Image, category: Category, { filing }: RuleSet): Disposition {
  if (filing.kind !== "move") return filing
  const key = movedKey(image, category)
  return key === undefined ? { kind: "none" } : { kind: "move", key }
}
