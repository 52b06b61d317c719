import type { Instance, Label as RekognitionLabel } from "@aws-sdk/client-rekognition"
import type { Label } from "@darkroom/events"
import { boxOf, percent } from "./box-of.ts"

/** A label in Darkroom's words, as a list of one; none where Rekognition gave it no name. */
export function labelOf({ Name, Confidence, Parents, Categories, Instances }: RekognitionLabel): Label[] {
  if (!Name) return []
  return [
    {
      name: Name,
      confidence: percent(Confidence),
      parents: namesOf(Parents),
      categories: namesOf(Categories),
      instances: (Instances ?? []).flatMap(instanceOf),
    },
  ]
}

function namesOf(named: readonly { Name?: string | undefined }[] = []): string[] {
  return named.flatMap(({ Name }) => (Name ? [Name] : []))
}

function instanceOf({ BoundingBox, Confidence }: Instance): Label["instances"] {
  return BoundingBox ? [{ confidence: percent(Confidence), boundingBox: boxOf(BoundingBox) }] : []
}
