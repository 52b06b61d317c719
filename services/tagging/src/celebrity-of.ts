import type { Celebrity as RekognitionCelebrity } from "@aws-sdk/client-rekognition"
import type { Celebrity } from "@darkroom/events"
import { boxOf, percent } from "./box-of.ts"

/** A well-known person in Darkroom's words, as a list of one; none where Rekognition gave no id or no name. */
export function celebrityOf({ Id, Name, MatchConfidence, Face, Urls = [] }: RekognitionCelebrity): Celebrity[] {
  if (Id === undefined || Name === undefined) return []
  const boundingBox = Face?.BoundingBox ? boxOf(Face.BoundingBox) : null
  return [{ id: Id, name: Name, confidence: percent(MatchConfidence), boundingBox, urls: [...Urls] }]
}
