import type { ModerationLabel as RekognitionLabel } from "@aws-sdk/client-rekognition"
import type { ModerationLabel } from "@darkroom/events"
import { percent } from "./box-of.ts"

/** A moderation label in Darkroom's words, as a list of one; none where Rekognition gave it no name. Older models tell no level. */
export function moderationLabelOf({
  Name,
  ParentName,
  TaxonomyLevel,
  Confidence,
}: RekognitionLabel): ModerationLabel[] {
  if (!Name) return []
  const parent = ParentName || null
  return [{ name: Name, parent, level: TaxonomyLevel ?? (parent === null ? 1 : 2), confidence: percent(Confidence) }]
}
