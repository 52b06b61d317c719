import type { Condition, Feature } from "@darkroom/events"
import { type Facts, whyMissing } from "./facts.ts"
import { celebrityOutcome, facesOutcome, moderationOutcome, textOutcome } from "./finding-outcomes.ts"
import { labelOutcome } from "./label-outcome.ts"
import { cameraOutcome, placeOutcome, takenOutcome } from "./metadata-outcomes.ts"
import { all, any, not, outcome, type Outcome } from "./outcome.ts"
import type { Voice } from "./wording.ts"

/** Whether a condition holds of a photo, and why. */
export function evaluate(
  condition: Condition,
  facts: Facts,
  voice: Voice = { negated: false, succeeds: true },
): Outcome {
  if ("all" in condition) return all(condition.all.map((part) => evaluate(part, facts, voice)))
  if ("any" in condition) return any(condition.any.map((part) => evaluate(part, facts, voice)))
  if ("none" in condition) {
    const within = { ...voice, negated: !voice.negated }
    return not(any(condition.none.map((part) => evaluate(part, facts, within))))
  }
  const missing = missingFor(condition, facts)
  return missing === undefined ? simple(condition, facts, voice) : outcome("unknown", missing)
}

type Simple = Exclude<Condition, { all: unknown } | { any: unknown } | { none: unknown }>

function simple(condition: Simple, facts: Facts, voice: Voice): Outcome {
  if ("label" in condition) return labelOutcome(condition.label, facts.labels, voice)
  if ("faces" in condition) return facesOutcome(condition.faces, facts.faces, voice)
  if ("text" in condition) return textOutcome(condition.text, facts.text, voice)
  if ("moderation" in condition) return moderationOutcome(condition.moderation, facts.moderation, voice)
  if ("celebrity" in condition) return celebrityOutcome(condition.celebrity, facts.celebrities, voice)
  const metadata = facts.metadata!
  if ("camera" in condition) return cameraOutcome(condition.camera, metadata)
  if ("place" in condition) return placeOutcome(condition.place, metadata)
  return takenOutcome(condition.taken, metadata)
}

function missingFor(condition: Simple, facts: Facts): string | undefined {
  const feature = featureFor(condition)
  if (feature !== undefined) return whyMissing(feature, facts)
  return facts.metadata === null ? "The photo's camera, place and date are not known" : undefined
}

function featureFor(condition: Simple): Feature | undefined {
  if ("label" in condition) return "labels"
  if ("celebrity" in condition) return "celebrities"
  return (["faces", "text", "moderation"] as const).find((feature) => feature in condition)
}
